// A peer of the benchmark on Node.js. Arguments: library, JDBC URL, user (also the password), workers, milliseconds of
// each job. It answers each line on its standard input as PeerProcess.java says.
import { createInterface } from 'node:readline';
import { run } from 'graphile-worker';
import pg from 'pg';
import PgBoss from 'pg-boss';

const [library, url, user, workerText, millisText] = process.argv.slice(2);
const workers = Number(workerText);
const millis = Number(millisText);
const connectionString = url.replace('jdbc:postgresql://', `postgresql://${user}:${user}@`);

const QUEUE = 'nothing';
const BATCH = 50;
const LOCAL_QUEUE = 500;

let first;
let expected = 0;
let done = 0;
let allDone = () => {};

/** The body of every job. */
async function job() {
  first ??= new Date();
  if (millis > 0) {
    await new Promise((resolve) => setTimeout(resolve, millis));
  }
  if (++done === expected) {
    allDone();
  }
}

/** As many loops as workers, each with a batch at a time: the fastest way that pg-boss offers. */
async function pgBoss() {
  const boss = new PgBoss({ connectionString, max: workers + 4, supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue(QUEUE);
  let paused = true;
  let loops = [];
  const loop = async () => {
    while (!paused) {
      const jobs = await boss.fetch(QUEUE, { batchSize: BATCH });
      if (jobs.length === 0) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        continue;
      }
      for (let i = 0; i < jobs.length; i++) {
        await job();
      }
      await boss.complete(
        QUEUE,
        jobs.map((each) => each.id),
      );
    }
  };
  return {
    async store(count) {
      for (let stored = 0; stored < count; stored += 1000) {
        const length = Math.min(1000, count - stored);
        await boss.insert(Array.from({ length }, () => ({ name: QUEUE, data: {} })));
      }
    },
    start() {
      paused = false;
      loops = Array.from({ length: workers }, loop);
    },
    async pause() {
      paused = true;
      await Promise.all(loops);
    },
  };
}

/** With the local queue and the batched completions that its documentation recommends for throughput. */
async function graphileWorker() {
  const pgPool = new pg.Pool({ connectionString, max: workers + 4 });
  const preset = {
    worker: {
      concurrentJobs: workers,
      pollInterval: 100,
      maxPoolSize: workers + 4,
      localQueue: { size: LOCAL_QUEUE },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
    },
  };
  const taskList = { [QUEUE]: job };
  const silent = { error: console.error, warn: () => {}, info: () => {}, debug: () => {} };
  const { Logger } = await import('graphile-worker');
  const logger = new Logger(() => (level, message) => silent[level === 'warning' ? 'warn' : level]?.(message));
  const start = () => run({ pgPool, preset, taskList, logger, noHandleSignals: true });
  // The first start creates the schema.
  let runner = await start();
  await runner.stop();
  return {
    async store(count) {
      await pgPool.query('SELECT graphile_worker.add_job($1, $2::json) FROM generate_series(1, $3)', [
        QUEUE,
        '{}',
        count,
      ]);
    },
    async start() {
      runner = await start();
    },
    async pause() {
      await runner.stop();
    },
  };
}

const peer = await (library === 'PG_BOSS' ? pgBoss() : graphileWorker());
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'drain') {
    const all = new Promise((resolve) => (allDone = resolve));
    await peer.start();
    await all;
    console.log(`drained ${first.toISOString()}`);
  } else if (line === 'pause') {
    await peer.pause();
    console.log('paused');
  } else {
    first = undefined;
    done = 0;
    expected = Number(line.split(' ')[1]);
    await peer.store(expected);
    console.log('stored');
  }
}
process.exit(0);

// A conversation with the server at the first argument, by the client that openapi-generator makes for TypeScript.
import { Blob } from 'node:buffer';
import {
  Configuration,
  JobsApi,
  JobStatus,
  OperationsApi,
  OutputApi,
  ResponseError,
  SharingApi,
  type StatusDocument,
} from './generated';

const configuration = new Configuration({ basePath: process.argv[2].replace(/\/$/, '') });
const jobs = new JobsApi(configuration);
const outputs = new OutputApi(configuration);
const shares = new SharingApi(configuration);

function check(holds: boolean, what: string) {
  if (!holds) {
    throw new Error(what);
  }
}

async function awaitEnd(id: string): Promise<StatusDocument> {
  const job = await jobs.getJobStatus({ id, prefer: 'wait=60' });
  return job.status === JobStatus.NotStarted || job.status === JobStatus.Running
    ? awaitEnd(id)
    : job;
}

async function status(call: Promise<unknown>): Promise<number> {
  try {
    await call;
    return 200;
  } catch (error) {
    return (error as ResponseError).response.status;
  }
}

async function create() {
  const idempotencyKey = crypto.randomUUID();
  const jobRequest = {
    operation: 'simulate',
    labels: { by: 'typescript' },
    input: { outputBytes: 20, duration: 'PT0.2S' },
  };
  // Nothing comes of a request without a body only.
  const { id } = (await jobs.createJob({ idempotencyKey, jobRequest }))!;
  check(id === (await jobs.createJob({ idempotencyKey, jobRequest }))!.id, 'the same job');
  const ended = await awaitEnd(id);
  check(ended.status === JobStatus.Succeeded, 'succeeded');
  check(ended.createdAt instanceof Date, 'a time');
  check(
    (await (await outputs.getOutput({ id })).text()) === 'meanwhile\nmeanwhile\n',
    'its output',
  );
  const share = await shares.shareOutput({ id });
  check((await (await fetch(share.uri)).text()).startsWith('meanwhile'), 'a share');
  await shares.revokeShare({ id, share: share.id });
  check((await fetch(share.uri)).status === 404, 'no share');
  const page = await jobs.listJobs({ status: [JobStatus.Succeeded], label: ['by:typescript'] });
  check(page.items.length > 0, 'a list');
  check(
    (await new OperationsApi(configuration).getOperation({ name: 'simulate' })).name === 'simulate',
    'the catalogue',
  );
  await jobs.deleteJob({ id });
  check((await status(outputs.getOutput({ id }))) === 410, 'a removed job');
}

async function upload() {
  const id = crypto.randomUUID();
  const file = new Blob(['b\na\n'], { type: 'text/plain' }) as globalThis.Blob;
  await jobs.createJobAt({ id, job: '{"operation": "sort"}', file });
  const ended = await awaitEnd(id);
  check(ended.status === JobStatus.Succeeded, 'sorted');
  check((await (await outputs.getOutput({ id })).text()) === 'a\nb\n', 'the sorted lines');
}

async function fail() {
  check(
    (await status(jobs.createJob({ jobRequest: { operation: 'no-such' } }))) === 400,
    'a refusal',
  );
}

create()
  .then(upload)
  .then(fail)
  .catch((error) => {
    console.error(error);
    process.exit(1);
  });

/** Runs one call of the TypeScript client, for ClientsIT and WorkersIT: what it prints is the same in each language. */
import { appendFileSync, createWriteStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Client,
  DigestMismatch,
  Failure,
  type Handler,
  type JobRequest,
  type Lease,
  Problem,
  SignatureRefused,
  Webhook,
  Worker,
} from 'meanwhile-client';
import { download, fileSource } from 'meanwhile-client/node';

const [base = '', command = '', ...args] = process.argv.slice(2);
const [first = '', second = '', third = ''] = args;
const token = process.env['TOKEN'];
const client = new Client(base, {
  retry: { patience: 30_000, first: 100, longest: 1000 },
  ...(token ? { token } : {}),
});

const commands: Record<string, () => Promise<void>> = {
  async submit() {
    const request = JSON.parse(second) as JobRequest;
    const options = {
      put: first === 'put',
      ...(third ? { file: fileSource(third, 'text/plain') } : {}),
    };
    console.log((await client.submit(request, options)).uri);
  },
  async wait() {
    console.log(
      (await client.job(first).wait({ timeout: Number(second || 60) * 1000 })).orThrow().status,
    );
  },
  async status() {
    console.log((await client.job(first).status()).status);
  },
  async cancel() {
    console.log((await client.job(first).cancel()).status);
  },
  async download() {
    await download(client.job(first), second);
  },
  async events() {
    for await (const event of client.job(first).events({ log: true })) {
      console.log(event.kind === 'log' ? `log ${event.data.text}` : `status ${event.data.status}`);
    }
  },
  async verify() {
    const event = await new Webhook(first).verify(
      JSON.parse(second) as Record<string, string>,
      readFileSync(third),
    );
    console.log(event.subject);
  },
  async work() {
    const worker = new Worker(client, handlers, { name: first, slots: 2, hold: 5, grace: 1000 });
    process.on('SIGTERM', () => worker.stop());
    console.log('ready');
    await worker.run();
    // A handler that has not stopped would keep the process alive.
    process.exit();
  },
};

/** Adds a line to the ledger, so that tests see what was done, and by whom. */
function tell(lease: Lease, what: unknown): void {
  appendFileSync(second, `${first} ${lease.labels['test']} ${String(what)}\n`);
}

const handlers: Record<string, Handler> = {
  async shout(lease) {
    tell(lease, 'shout');
    const text = await (await lease.file()).text();
    await lease.output({
      content: text.toUpperCase(),
      mediaType: 'text/plain',
      name: 'loud ü.txt',
    });
  },
  async copy(lease) {
    tell(lease, 'copy');
    const part = `${second}.${first}.${lease.labels['test']}`;
    await pipeline(await lease.file(), createWriteStream(part));
    await lease.output({ ...fileSource(part), name: 'copy' });
  },
  async steps(lease) {
    const { steps, seconds = 0 } = lease.input as { steps: number; seconds?: number };
    for (let done = Number(new TextDecoder().decode(lease.checkpoint)); done < steps;) {
      lease.check();
      tell(lease, done);
      lease.log(`step ${done}`);
      await sleep(seconds * 1000);
      await lease.save(new TextEncoder().encode(String(++done)));
      lease.progress(done, steps, 'steps');
    }
    const out = await lease.writer({ mediaType: 'text/plain' });
    for (let step = 0; step < steps; step++) {
      await out.write(`${step}\n`);
    }
    await out.close();
  },
  async break(lease) {
    tell(lease, 'break');
    const input = lease.input as { code: string; failures?: number; checkpointBytes?: number };
    const { code, failures = 1, checkpointBytes = 0 } = input;
    await lease.save(new Uint8Array(checkpointBytes));
    throw new Failure(code, 'as the input says', lease.attempt < failures);
  },
  async idle(lease) {
    tell(lease, 'begin');
    await sleep(60_000, undefined, { signal: lease.signal }).then(
      () => tell(lease, 'idle'),
      () => tell(lease, 'over'),
    );
    lease.check();
  },
};

try {
  await commands[command]!();
} catch (failure) {
  process.exitCode = 3;
  if (failure instanceof Problem) {
    console.log(`problem ${failure.kind} ${failure.status}`);
  } else if (failure instanceof DOMException && failure.name === 'TimeoutError') {
    console.log('timeout');
  } else if (failure instanceof DigestMismatch) {
    console.log('digest');
  } else if (failure instanceof SignatureRefused) {
    console.log('refused');
  } else {
    throw failure;
  }
}

import type { Client } from './client.js';
import { Failure, Lease } from './lease.js';
import { Problem } from './problem.js';
import { passes, pauseAfter, retryAfterOf, sleep } from './retry.js';
import { documentIn, type Transport } from './transport.js';

/** How long a handler that was told to stop has until its job is handed back without it, in milliseconds. */
const HAND_BACK = 3000;

/**
 * Does the work of an operation. Returning ends the job with the output that was sent; an exception lets the attempt fail,
 * and another one be made, unless it is a {@link Failure} that says otherwise.
 */
export type Handler = (lease: Lease) => Promise<void> | void;

/** The settings of a worker. */
export interface WorkerOptions {
  /** What the server calls this worker. */
  readonly name?: string;
  /** How many jobs run at the same time; 1 by default. */
  readonly slots?: number;
  /** For how many seconds the server may hold a request for jobs; 30 by default. */
  readonly hold?: number;
  /** How many milliseconds running handlers have to end by themselves when the worker is stopped; 10,000 by default. */
  readonly grace?: number;
  /** Takes what goes wrong but stops nothing; `console.warn` by default. */
  readonly warn?: (message: string, cause: unknown) => void;
}

/** Runs jobs for a server until it is stopped: asks for them, runs their handlers, and says what became of them. */
export class Worker {
  private readonly transport: Transport;
  private readonly options: Required<WorkerOptions>;
  private readonly running = new Map<Lease, Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly stopped = aborted(this.stopping.signal);

  /** @param handlers what to do, by operation */
  constructor(
    client: Client,
    private readonly handlers: Readonly<Record<string, Handler>>,
    options: WorkerOptions = {},
  ) {
    this.transport = client.transport;
    this.options = {
      name: 'javascript',
      slots: 1,
      hold: 30,
      grace: 10_000,
      warn: console.warn,
      ...options,
    };
  }

  /**
   * Works until {@link stop}; fulfilled when every job has been ended or handed back.
   *
   * @throws Problem when the server refuses this worker, as for a wrong token
   */
  async run(): Promise<void> {
    try {
      await this.ask();
    } finally {
      this.stop();
      await this.drain();
    }
  }

  /** Takes no more jobs. Handlers have the grace time to end; then their signals are aborted, and their jobs handed back. */
  stop(): void {
    this.stopping.abort();
  }

  private async ask(): Promise<void> {
    const { signal } = this.stopping;
    let refusals = 0;
    while (!signal.aborted) {
      let pause = 0;
      try {
        await this.slot();
        pause = await this.take();
        refusals = 0;
      } catch (failure) {
        if (signal.aborted) {
          return;
        }
        if (!passes(failure)) {
          throw failure;
        }
        // A server that is away comes back: a worker does not give up for that.
        this.options.warn('no jobs', failure);
        pause = pauseAfter(
          this.transport.retry,
          ++refusals,
          failure instanceof Problem ? failure.retryAfter : undefined,
        );
      }
      await sleep(pause, signal).catch(() => undefined);
    }
  }

  private async slot(): Promise<void> {
    while (this.running.size >= this.options.slots) {
      await Promise.race([...this.running.values(), this.stopped]);
      this.stopping.signal.throwIfAborted();
    }
  }

  /** Asks once, and starts what there is; returns how long to rest. */
  private async take(): Promise<number> {
    const { name, slots, hold } = this.options;
    const wanted = {
      operations: Object.keys(this.handlers),
      max: slots - this.running.size,
      worker: name,
    };
    const answer = await this.transport.once({
      method: 'POST',
      url: this.transport.url('lease'),
      headers: { 'Content-Type': 'application/json', Prefer: `wait=${hold}` },
      body: JSON.stringify(wanted),
      hold: hold * 1000,
      // A request that is held when the worker stops is given up: the server takes back the jobs that nobody uses.
      signal: this.stopping.signal,
    });
    const leases = ((await documentIn(answer))['leases'] ?? []) as Record<string, unknown>[];
    for (const document of leases) {
      const lease = new Lease(this.transport, document);
      this.running.set(
        lease,
        this.work(lease).finally(() => this.running.delete(lease)),
      );
    }
    return leases.length > 0 || answer.headers.has('Preference-Applied')
      ? 0
      : (retryAfterOf(answer.headers) ?? 1000);
  }

  /** One lease from its first renewal to its end. Never rejects. */
  private async work(lease: Lease): Promise<void> {
    const { line } = lease;
    try {
      let outcome: unknown;
      // At once: the server takes back what is not used within seconds.
      if (!this.stopping.signal.aborted && (await line.renew())) {
        void line.keepAlive();
        outcome = await this.handle(lease);
      }
      await line.finish();
      await this.settle(lease, outcome);
    } catch (failure) {
      // Nothing is lost: the lease runs out, and another worker gets the job.
      this.options.warn(`job ${lease.job} is left to the end of its lease`, failure);
    }
  }

  private async handle(lease: Lease): Promise<unknown> {
    try {
      await this.handlers[lease.operation]!(lease);
      return { outcome: 'succeeded' };
    } catch (failure) {
      if (failure instanceof Failure) {
        return failed(failure.code, failure.message, failure.retry);
      }
      if (lease.signal.aborted) {
        return undefined;
      }
      this.options.warn(`job ${lease.job}`, failure);
      return failed('worker-failed', String(failure), true);
    }
  }

  private async settle(lease: Lease, outcome: unknown): Promise<void> {
    if (lease.line.hasNoEnd) {
      return; // it was taken from this worker; what it did does not count
    }
    if (outcome === undefined) {
      await lease.line.handBack();
    } else if (!(await lease.line.settle(outcome))) {
      this.options.warn(
        `job ${lease.job} had ended otherwise, or was taken from this worker`,
        undefined,
      );
    }
  }

  /** Waits for handlers, then tells them to stop, then hands back what they did not. */
  private async drain(): Promise<void> {
    await this.settled(this.options.grace);
    for (const lease of this.running.keys()) {
      lease.line.end('stopping');
    }
    await this.settled(HAND_BACK);
    for (const lease of this.running.keys()) {
      await lease.line
        .handBack()
        .catch((failure) =>
          this.options.warn(`job ${lease.job} is left to the end of its lease`, failure),
        );
    }
  }

  private async settled(most: number): Promise<void> {
    const late = new AbortController();
    await Promise.race([
      Promise.all(this.running.values()),
      sleep(most, late.signal).catch(() => undefined),
    ]);
    late.abort();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  );
}

function failed(code: string, message: string, retry: boolean): unknown {
  return { outcome: 'failed', retry, error: { code, message } };
}

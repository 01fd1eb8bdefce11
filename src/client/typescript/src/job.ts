import { type Event, follow } from './events.js';
import { Output } from './output.js';
import { retryAfterOf, sleep } from './retry.js';
import { Status, type StatusDocument } from './status.js';
import { documentIn, type Transport } from './transport.js';

/** The server holds an answer no longer, in seconds. */
const LONGEST_HOLD = 60;

/** How long to wait. */
export interface WaitOptions {
  /** Milliseconds; without it, for as long as it takes. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/** A handle of a job. Its `uri` is all that another process needs, for `client.job(uri)`. */
export class Job {
  /** @internal */
  constructor(
    private readonly transport: Transport,
    readonly uri: string,
  ) {}

  get id(): string {
    return this.uri.slice(this.uri.lastIndexOf('/') + 1);
  }

  /**
   * Asks once.
   *
   * @throws Problem `unknown-job` when there is none, or none any more
   */
  async status(signal?: AbortSignal): Promise<Status> {
    return statusOf(
      await this.transport.document({ method: 'GET', url: `${this.uri}/status`, signal }),
    );
  }

  /**
   * Returns when the job has ended, however it did: see {@link Status.orThrow}. The server holds its answers until then;
   * after failures and refusals they are asked for again.
   *
   * @throws DOMException of name `TimeoutError` when the job has not ended in time; it goes on
   */
  async wait(options: WaitOptions = {}): Promise<Status> {
    const abort = new AbortController();
    const stop = () => abort.abort(options.signal?.reason);
    options.signal?.throwIfAborted();
    options.signal?.addEventListener('abort', stop, { once: true });
    const late = () =>
      abort.abort(new DOMException(`not ended in time: ${this.uri}`, 'TimeoutError'));
    const timer = options.timeout === undefined ? undefined : setTimeout(late, options.timeout);
    try {
      for (;;) {
        const { status, rest } = await this.poll(abort.signal);
        if (status.ended) {
          return status;
        }
        await sleep(rest, abort.signal);
      }
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', stop);
    }
  }

  /** A poll that the server may hold; and how long to rest before the next one. */
  private async poll(signal: AbortSignal): Promise<{ status: Status; rest: number }> {
    const headers = { Prefer: `wait=${LONGEST_HOLD}`, Accept: 'application/json' };
    const request = {
      method: 'GET',
      url: this.uri,
      headers,
      hold: LONGEST_HOLD * 1000,
      accept: [410],
      signal,
    };
    const failures = this.transport.failures(signal);
    for (;;) {
      try {
        const answer = await this.transport.send(request, failures);
        // 410: cancelled, removed or expired. Its record says which. And browsers show nothing of a 303.
        if (answer.status === 410 || answer.type === 'opaqueredirect') {
          await answer.body?.cancel();
          return { status: await this.status(signal), rest: 0 };
        }
        const held = answer.headers.has('Preference-Applied');
        const rest = held ? 0 : (retryAfterOf(answer.headers) ?? 1000);
        // Of a 303, too, whose Location is the output.
        return { status: statusOf(await documentIn(answer)), rest };
      } catch (failure) {
        await failures.rest(failure);
      }
    }
  }

  /**
   * Opens the output of a job that succeeded: bytes that resume after failures and are checked by their digest.
   *
   * @throws Problem `output-not-ready`, `no-output`, `job-canceled`, `output-deleted`, `job-expired`, …
   */
  output(signal?: AbortSignal): Promise<Output> {
    return this.unopened(signal).open();
  }

  /** @internal */
  unopened(signal?: AbortSignal): Output {
    return new Output(this.transport, `${this.uri}/output`, signal);
  }

  /**
   * The job's states, beginning with the current one, until its end; with the lines of its log if wanted.
   *
   * @param options.lastId the id of the last event that an earlier stream had
   */
  events(
    options: { log?: boolean; lastId?: string; signal?: AbortSignal } = {},
  ): AsyncGenerator<Event, void> {
    return follow(
      this.transport,
      `${this.uri}/events${options.log ? '?log=true' : ''}`,
      options.lastId,
      options.signal,
    );
  }

  /** Cancels the job, or deletes the output of one that has ended. Repeating it does no harm. */
  async cancel(): Promise<Status> {
    return statusOf(await this.transport.document({ method: 'DELETE', url: this.uri }));
  }

  /** Deletes the output alone; the job's record stays. */
  async deleteOutput(): Promise<void> {
    await this.transport.document({ method: 'DELETE', url: `${this.uri}/output` });
  }
}

function statusOf(document: Record<string, unknown>): Status {
  return new Status(document as unknown as StatusDocument);
}

import { base64 } from './platform.js';
import { Problem } from './problem.js';
import { passes, sleep } from './retry.js';
import { documentIn, SILENCE, type Transport } from './transport.js';

/** Progress and lines are sent at most so often, in milliseconds. */
const FLUSH = 1000;
const MAX_LINES = 1000;

/** A handler shall stop; nothing that it does counts any more. */
export class LeaseOver extends Error {
  override readonly name = 'LeaseOver';

  /**
   * @param reason `lost` (not renewed in time: another worker may have the job), `canceled`, `suspended` (the job was
   *   handed back with the checkpoint that was just saved), or `stopping` (the worker stops; the job is handed back)
   */
  constructor(readonly reason: 'lost' | 'canceled' | 'suspended' | 'stopping') {
    super(`the lease is over: ${reason}`);
  }
}

/** What is said between a worker and the server about one lease: renewals with progress, checkpoints, lines, the end. */
export class LeaseLine {
  private readonly over = new AbortController();
  private readonly finished = new AbortController();
  private pending: Record<string, unknown> = {};
  private lines: string[] = [];
  private wake: () => void = () => undefined;
  private sending: Promise<unknown> = Promise.resolve();
  private refusal: Problem | undefined;
  private due = 0;
  private lostAt = 0;
  // A request that hangs must not take all of the lease's time. The first one has five seconds.
  private silence = 4000;

  constructor(
    private readonly transport: Transport,
    private readonly uri: string,
  ) {}

  get signal(): AbortSignal {
    return this.over.signal;
  }

  get isOver(): boolean {
    return this.over.signal.aborted;
  }

  /** Whether the server has the job back already. */
  get hasNoEnd(): boolean {
    return (
      this.isOver && ['lost', 'suspended'].includes((this.over.signal.reason as LeaseOver).reason)
    );
  }

  below(path: string): string {
    return `${this.uri}/${path}`;
  }

  check(): void {
    this.over.signal.throwIfAborted();
    const refusal = this.refusal;
    this.refusal = undefined;
    if (refusal) {
      throw refusal;
    }
  }

  /** Only the first reason counts. */
  end(reason: LeaseOver['reason']): void {
    this.over.abort(new LeaseOver(reason));
    this.wake();
  }

  news(members: Record<string, unknown>): void {
    this.check();
    Object.assign(this.pending, members);
    this.wake();
  }

  log(text: string): void {
    this.check();
    this.lines.push(text.replace(/\n/g, ' '));
    this.lines.splice(0, Math.max(0, this.lines.length - MAX_LINES));
    this.wake();
  }

  async save(checkpoint: Uint8Array): Promise<void> {
    this.news({ checkpoint: base64(checkpoint) });
    while ((await this.renew()) && 'checkpoint' in this.pending) {
      await sleep(FLUSH, this.signal);
    }
    this.check();
  }

  /** Tells the server that this worker lives; returns whether the lease still holds. One at a time. */
  renew(): Promise<boolean> {
    const next = this.sending.then(() => this.renewNow());
    this.sending = next;
    return next;
  }

  private async renewNow(): Promise<boolean> {
    const sent = this.pending;
    this.pending = {};
    try {
      await this.patch(sent);
    } catch (failure) {
      if (failure instanceof Problem && failure.saysThatTheLeaseIsOver) {
        this.end('lost');
      } else if (
        failure instanceof Problem &&
        !passes(failure) &&
        ![401, 403].includes(failure.status)
      ) {
        // What the handler has said is wrong, such as a checkpoint that is too large: it is told.
        this.refusal = failure;
      } else {
        this.pending = { ...sent, ...this.pending };
        this.triedInVain();
      }
    }
    return !this.isOver;
  }

  private async patch(sent: Record<string, unknown>): Promise<void> {
    const start = performance.now();
    const headers = { 'Content-Type': 'application/merge-patch+json' };
    const answer = await this.transport.once({
      method: 'PATCH',
      url: this.uri,
      headers,
      body: JSON.stringify(sent),
      silence: this.silence,
    });
    const told = await documentIn(answer);
    // By the server's clock alone: this machine's may be wrong. Date has whole seconds, so it may be a second too early.
    const left =
      Date.parse(String(told['expiresAt'])) - Date.parse(answer.headers.get('Date') ?? '') - 1000;
    const holds = Number.isNaN(left) ? 30_000 : Math.max(1000, left);
    this.due = start + holds / 3;
    this.lostAt = start + holds;
    this.silence = Math.min(SILENCE, Math.max(1000, holds / 3));
    if (told['cancelRequested'] === true) {
      this.end('canceled');
    } else if (told['suspended'] === true) {
      this.end('suspended');
    }
  }

  private triedInVain(): void {
    if (performance.now() >= this.lostAt) {
      this.end('lost');
    }
    this.due = performance.now() + FLUSH;
  }

  /** Renews, and sends progress and lines, until {@link finish}. */
  async keepAlive(): Promise<void> {
    while (!this.finished.signal.aborted) {
      await this.awaitNews();
      if (!this.finished.signal.aborted) {
        await this.flush();
        await sleep(FLUSH, this.finished.signal).catch(() => undefined);
      }
    }
  }

  private awaitNews(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, this.due - performance.now()));
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.hasNews()) {
        this.wake();
      }
    });
  }

  private hasNews(): boolean {
    return this.lines.length > 0 || Object.keys(this.pending).length > 0;
  }

  private async flush(): Promise<void> {
    await this.sendLines();
    if (!this.isOver && (Object.keys(this.pending).length > 0 || performance.now() >= this.due)) {
      await this.renew();
    }
  }

  private async sendLines(): Promise<void> {
    const sent = this.lines;
    this.lines = [];
    if (sent.length === 0 || this.isOver) {
      return;
    }
    const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
    try {
      await this.transport.once({
        method: 'POST',
        url: this.below('log'),
        headers,
        body: sent.join('\n') + '\n',
        silence: this.silence,
      });
    } catch (failure) {
      if (failure instanceof Problem && failure.saysThatTheLeaseIsOver) {
        this.end('lost');
      } else if (passes(failure)) {
        this.lines = [...sent, ...this.lines].slice(-MAX_LINES);
      }
    }
  }

  /** Ends the renewals, after what is still to be said. */
  async finish(): Promise<void> {
    this.finished.abort();
    this.wake();
    await this.flush();
  }

  /** What an answer on this lease means, to be thrown. */
  async refused(problem: Problem): Promise<Problem> {
    if (problem.saysThatTheLeaseIsOver) {
      this.end('lost');
    } else if (problem.kind === 'wrong-state') {
      await this.renew(); // tells whether the job was cancelled
    }
    this.check();
    return problem;
  }

  /** Ends the attempt, as often as need be; returns whether that counts. */
  async settle(outcome: unknown): Promise<boolean> {
    const headers = { 'Content-Type': 'application/json' };
    try {
      await this.transport.document({
        method: 'POST',
        url: this.below('end'),
        headers,
        body: JSON.stringify(outcome),
      });
      return true;
    } catch (failure) {
      if (
        failure instanceof Problem &&
        (failure.saysThatTheLeaseIsOver || failure.kind === 'wrong-state')
      ) {
        return false;
      }
      throw failure;
    }
  }

  /** Gives the job to another worker, or ends it when it is cancelled; no attempt is counted. */
  async handBack(): Promise<void> {
    try {
      await this.transport.document({ method: 'DELETE', url: this.uri });
    } catch (failure) {
      if (!(failure instanceof Problem && failure.saysThatTheLeaseIsOver)) {
        throw failure;
      }
    }
  }
}

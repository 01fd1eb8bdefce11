import { Problem } from './problem.js';

/**
 * Exponential back-off with jitter, in milliseconds.
 *
 * Requests are sent again after a failure of the network and after 408, 425, 429, 502, 503 and 504, but only those that
 * the server treats as one request however often they come.
 */
export interface Retry {
  /** For how long there may be no good answer, until the last failure is thrown. */
  readonly patience: number;
  /** The longest first pause; it doubles each time. */
  readonly first: number;
  /** The longest pause; a longer `Retry-After` is respected. */
  readonly longest: number;
}

/** Five minutes; pauses from half a second to half a minute. */
export const USUAL: Retry = { patience: 300_000, first: 500, longest: 30_000 };

/**
 * How long to wait after so many failures in a row: between half of the back-off and all of it. After `Retry-After` it is
 * between that and a tenth more, so that clients that were refused together do not come back together.
 */
export function pauseAfter(retry: Retry, failures: number, retryAfter?: number): number {
  if (retryAfter !== undefined) {
    return retryAfter + Math.random() * Math.max(100, retryAfter / 10);
  }
  const most = Math.min(retry.longest, retry.first * 2 ** Math.min(failures - 1, 16));
  return most / 2 + (Math.random() * most) / 2;
}

/** Reads `Retry-After`: seconds or an HTTP date. Returns milliseconds. */
export function retryAfterOf(headers: Headers): number | undefined {
  const field = headers.get('Retry-After');
  if (field === null) {
    return undefined;
  }
  const wait = /^\d+$/.test(field) ? Number(field) * 1000 : Date.parse(field) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/** The failures in a row of one request. */
export class Failures {
  private count = 0;
  private since = 0;

  constructor(
    private readonly retry: Retry,
    private readonly signal?: AbortSignal,
  ) {}

  reset(): void {
    this.count = 0;
  }

  /** Waits until the request may be sent again; throws the failure when patience is over or it is final. */
  async rest(failure: unknown): Promise<void> {
    this.signal?.throwIfAborted();
    if (!passes(failure)) {
      throw failure;
    }
    if (this.count++ === 0) {
      this.since = performance.now();
    }
    const pause = pauseAfter(
      this.retry,
      this.count,
      failure instanceof Problem ? failure.retryAfter : undefined,
    );
    if (performance.now() - this.since + pause > this.retry.patience) {
      throw failure;
    }
    await sleep(pause, this.signal);
  }
}

/** The network broke off, or was silent for too long. */
export class CutOff extends Error {
  override readonly name = 'CutOff';
}

/** Whether the same request may have a better answer later. */
export function passes(failure: unknown): boolean {
  if (failure instanceof Problem) {
    return failure.asksToComeBack;
  }
  // fetch throws a TypeError for all that a network does.
  return failure instanceof CutOff || failure instanceof TypeError;
}

/** Waits so many milliseconds; rejects when the signal is aborted. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', aborted);
      resolve();
    }, milliseconds);
    if (signal?.aborted) {
      aborted();
    } else {
      signal?.addEventListener('abort', aborted, { once: true });
    }
  });
}

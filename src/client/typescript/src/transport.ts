import { type Problem, problemOf } from './problem.js';
import { CutOff, Failures, type Retry, retryAfterOf, sleep } from './retry.js';
import type { Body } from './source.js';

/** How long nothing may come, in milliseconds. */
export const SILENCE = 30_000;

/** A request that can be sent more than once. */
export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | (() => Body);
  /** Milliseconds that the server may hold its answer. */
  readonly hold?: number;
  /** Milliseconds beside these in which nothing may come. */
  readonly silence?: number;
  readonly signal?: AbortSignal | undefined;
  /** Statuses from 400 on that are no problem here. */
  readonly accept?: readonly number[];
}

/** Sends requests to one server, and the same again when it has to be. The token goes to that server only. */
export class Transport {
  constructor(
    readonly base: URL,
    readonly retry: Retry,
    private readonly token: (() => string | Promise<string>) | undefined,
  ) {}

  /** Resolves a path against the server's address. */
  url(path: string): string {
    return new URL(path, this.base).href;
  }

  failures(signal?: AbortSignal): Failures {
    return new Failures(this.retry, signal);
  }

  /** Sends it once; an answer that is an error is thrown as a problem. */
  async once(request: Request): Promise<Response> {
    const headers = new Headers(request.headers);
    if (this.token && new URL(request.url).origin === this.base.origin) {
      headers.set('Authorization', `Bearer ${await this.token()}`);
    }
    const answer = await this.fetch(request, headers);
    if (answer.status < 400 || request.accept?.includes(answer.status)) {
      return answer;
    }
    throw await problemIn(answer);
  }

  private async fetch(request: Request, headers: Headers): Promise<Response> {
    const abort = new AbortController();
    const stop = () => abort.abort(request.signal?.reason);
    request.signal?.throwIfAborted();
    request.signal?.addEventListener('abort', stop, { once: true });
    const body = typeof request.body === 'function' ? request.body() : request.body;
    // What is sent by and by may take its time.
    const most =
      typeof request.body === 'function'
        ? 2 ** 31 - 1
        : (request.silence ?? SILENCE) + (request.hold ?? 0);
    const timer = setTimeout(() => abort.abort(new CutOff('no answer')), most);
    try {
      return await fetch(request.url, {
        method: request.method,
        headers,
        redirect: 'manual',
        signal: abort.signal,
        ...(body === undefined ? {} : { body: body as BodyInit }),
        ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
      });
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', stop);
    }
  }

  /** Sends it until there is an answer that can be worked with. The server must treat repetitions as one request. */
  async send(request: Request, failures = this.failures(request.signal)): Promise<Response> {
    for (;;) {
      try {
        return await this.once(request);
      } catch (failure) {
        await failures.rest(failure);
      }
    }
  }

  /** Sends it, again if need be, and reads the answer's document. */
  async document(request: Request): Promise<Record<string, unknown>> {
    const failures = this.failures(request.signal);
    for (;;) {
      try {
        return await documentIn(await this.send(request, failures));
      } catch (failure) {
        await failures.rest(failure);
      }
    }
  }
}

/** The JSON object in an answer; an empty one when there is none. */
export async function documentIn(answer: Response): Promise<Record<string, unknown>> {
  const text = await answer.text();
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

async function problemIn(answer: Response): Promise<Problem> {
  const text = await answer.text().catch(() => '');
  return problemOf(
    answer.status,
    answer.headers.get('Content-Type') ?? '',
    text,
    retryAfterOf(answer.headers),
  );
}

/** The next piece of a body; throws when nothing comes for too long, or the signal is aborted. */
export async function read(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal?: AbortSignal,
): Promise<Uint8Array | undefined> {
  const arrived = new AbortController();
  const stop = () => arrived.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', stop, { once: true });
  const silence = sleep(SILENCE, arrived.signal).then(() => {
    throw new CutOff('nothing came');
  });
  try {
    const { done, value } = await Promise.race([reader.read(), silence]);
    return done ? undefined : value;
  } finally {
    signal?.removeEventListener('abort', stop);
    silence.catch(() => undefined);
    arrived.abort();
  }
}

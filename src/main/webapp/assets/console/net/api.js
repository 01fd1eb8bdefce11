// The server's public contract, and what becomes of a connection to it.

const TOKEN = 'meanwhile.token';
export const ANSWER_MILLIS = 20_000;
const MOST_FAULTS = 5;
const here = new URL('.', document.baseURI);

export const base = here.href.replace(/\/$/, '');
export const token = () => sessionStorage.getItem(TOKEN);

/** Tells 'lost' and 'regained' of the connection, and 'unauthenticated'. */
export const events = new EventTarget();

/** An answer that is not what was asked for: a problem (RFC 9457), or none at all (status 0). */
export class Failure extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
    this.status = status;
    this.problem = problem;
  }
}

let lost = false;

export function setToken(value) {
  if (value) {
    sessionStorage.setItem(TOKEN, value);
  } else {
    sessionStorage.removeItem(TOKEN);
  }
  events.dispatchEvent(new Event('token'));
}

function connection(there) {
  if (lost === there) {
    lost = !there;
    events.dispatchEvent(new Event(there ? 'regained' : 'lost'));
  }
}

export const isLost = () => lost;

export function headers(more = {}) {
  return token() ? { Authorization: `Bearer ${token()}`, ...more } : more;
}

/** Any request, relative to the server; throws a Failure unless the answer is a success or 304. */
export async function send(path, options = {}) {
  let response;
  try {
    response = await fetch(new URL(path, here), {
      cache: 'no-store',
      ...options,
      headers: headers(options.headers),
    });
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw away();
  }
  if (response.ok || response.status === 304) {
    connection(true);
    return response;
  }
  if (!(response.headers.get('Content-Type') ?? '').includes('problem+json')) {
    // Not this application: a proxy whose server is away, or a server that has not deployed it yet.
    throw away();
  }
  connection(true);
  throw await failure(response);
}

function away() {
  connection(false);
  return new Failure(0, { title: 'No connection', detail: 'The server does not answer.' });
}

async function failure(response) {
  if (response.status === 401) {
    events.dispatchEvent(new Event('unauthenticated'));
  }
  return new Failure(response.status, await response.json().catch(() => ({})));
}

export async function get(path, options = {}) {
  // A network that swallows what is sent is a lost connection, too.
  const late = AbortSignal.timeout(ANSWER_MILLIS);
  const signal = options.signal ? AbortSignal.any([options.signal, late]) : late;
  return (await send(path, { ...options, signal })).json();
}

/** The same, but null where this server has no such thing. */
export async function getIfThere(path, options) {
  try {
    return await get(path, options);
  } catch (error) {
    if ([403, 404, 405, 410, 501].includes(error.status)) {
      return null;
    }
    throw error;
  }
}

export const isGone = (error) => error.status === 404 || error.status === 410;

export function pause(millis, signal) {
  return new Promise((resolve, reject) => {
    const over = () => {
      clearTimeout(timer);
      reject(new DOMException('over', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', over);
      resolve();
    }, millis);
    signal?.addEventListener('abort', over, { once: true });
  });
}

let watching = new AbortController();

function lookAway() {
  watching.abort();
  watching = new AbortController();
}

document.addEventListener('visibilitychange', lookAway);
events.addEventListener('lost', lookAway);

/**
 * For a request that may take long: fires when the page is left, is hidden or comes back, or when
 * another request found the connection lost, which this one may not notice.
 */
export const whileWatched = (signal) => AbortSignal.any([signal, watching.signal]);

/** When the page is looked at, or left. */
export function seen(signal) {
  return new Promise((resolve) => {
    const over = new AbortController();
    const look = () => {
      if (!document.hidden || signal.aborted) {
        over.abort();
        resolve();
      }
    };
    document.addEventListener('visibilitychange', look, { signal: over.signal });
    signal.addEventListener('abort', look, { signal: over.signal });
    look();
  });
}

/** Does something at once and then every so often while the page is looked at, until the signal. */
export async function every(millis, signal, body) {
  let faults = 0;
  while (!signal.aborted) {
    try {
      await seen(signal);
      signal.throwIfAborted();
      await body();
      faults = 0;
      const rest = typeof millis === 'function' ? millis() : millis;
      await pause(isLost() ? Math.min(rest, 2000) : rest, signal);
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      // A server that starts or stops may answer with faults for a while.
      faults += error.status === 0 ? 0 : 1;
      if (error.status !== 0 && !(error.status >= 500 && faults < MOST_FAULTS)) {
        throw error;
      }
      await pause(2000, signal).catch(() => {});
    }
  }
}

// The room net: requests by the public contract (openapi.yaml), the token that goes with them, and
// whether the server answers. Polls, long polls and event streams wait for changes.
// Imports no other room: it draws nothing and knows no page. Other rooms learn of a lost
// connection or a refused token by listening to `events`.
// This file sends; repeat.js says when to send again.

const TOKEN = 'meanwhile.token';
export const ANSWER_MILLIS = 20_000;
const context = new URL('.', document.baseURI);

export const base = context.href.replace(/\/$/, '');
export const token = () => sessionStorage.getItem(TOKEN);

/**
 * 'lost' and 'regained': the connection. 'token': another token, or none. 'unauthenticated': an
 * answer 401. 'news': a long poll brought a change. session adds 'caller', 'counts' and 'signin'.
 */
export const events = new EventTarget();

/**
 * Thrown when a request fails. `status` is the answer's status, 0 when none came; `problem` is its
 * problem document (RFC 9457), {} when it has none.
 */
export class Failure extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
    this.status = status;
    this.problem = problem;
  }
}

let lost = false;

/** Keeps the token for this tab; null signs out. Pages are opened anew. */
export function setToken(value) {
  replaceToken(value);
  events.dispatchEvent(new Event('token'));
}

/** The same, but pages go on as they are: the next request has the new token. */
export function replaceToken(value) {
  if (value) {
    sessionStorage.setItem(TOKEN, value);
  } else {
    sessionStorage.removeItem(TOKEN);
  }
}

function setConnected(connected) {
  if (lost === connected) {
    lost = !connected;
    events.dispatchEvent(new Event(connected ? 'regained' : 'lost'));
  }
}

export const isLost = () => lost;

export function headers(more = {}) {
  return token() ? { Authorization: `Bearer ${token()}`, ...more } : more;
}

/**
 * Sends a request to a path relative to the server; it has no time limit but its signal. Returns a
 * response with a status of success or 304, and throws a Failure for any other.
 */
export async function send(path, options = {}) {
  let response;
  try {
    response = await fetch(new URL(path, context), {
      cache: 'no-store',
      ...options,
      headers: headers(options.headers),
    });
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw connectionLost();
  }
  if (response.ok || response.status === 304) {
    setConnected(true);
    return response;
  }
  if (!(response.headers.get('Content-Type') ?? '').includes('problem+json')) {
    // Not Meanwhile's answer: a proxy without its server, or a server before its deployment.
    throw connectionLost();
  }
  setConnected(true);
  throw await failure(response);
}

function connectionLost() {
  setConnected(false);
  return new Failure(0, { title: 'No connection', detail: 'The server does not answer.' });
}

async function failure(response) {
  if (response.status === 401) {
    events.dispatchEvent(new Event('unauthenticated'));
  }
  return new Failure(response.status, await response.json().catch(() => ({})));
}

/** Returns the JSON at the path; fails after 20 s without an answer. */
export async function get(path, options = {}) {
  // A network that drops packets silently would leave the request open for minutes.
  const late = AbortSignal.timeout(ANSWER_MILLIS);
  const signal = options.signal ? AbortSignal.any([options.signal, late]) : late;
  return (await send(path, { ...options, signal })).json();
}

/**
 * Sends a JSON body and returns the answer's JSON, or null when the answer has no body. PATCH sends
 * a merge patch (RFC 7396).
 */
export async function sendJson(method, path, body, more = {}) {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const response = await send(path, {
    method,
    headers: { ...(body !== undefined && { 'Content-Type': type }), ...more },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return response.status === 204 ? null : response.json();
}

/** The id at the end of a job's URI. */
export const idOf = (uri) => uri.replace(/.*\//, '');

/** Like `get`, but returns null when the server has no such resource or forbids it. */
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

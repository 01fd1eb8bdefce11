// The requests for jobs sent from this tab. The server never returns a job's input, so "Run again"
// can fill in only what this tab remembers. Secrets are not kept.

const KEY = 'meanwhile.asked';
const MAX_ENTRIES = 50;
const MAX_CHARS = 100_000;

const entries = () => JSON.parse(sessionStorage.getItem(KEY) ?? '[]');

/** Keeps the request, without the callback's secret. A request of 100,000 characters is not kept. */
export function rememberRequest(id, request, fileName) {
  const entry = {
    id,
    request: withoutSecret(request),
    fileName,
    hadSecret: Boolean(request.callback?.secret),
  };
  if (JSON.stringify(entry).length < MAX_CHARS) {
    const kept = [entry, ...entries().filter((other) => other.id !== id)].slice(0, MAX_ENTRIES);
    try {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // The storage is full: "Run again" then fills in what the job's status document tells.
    }
  }
}

/** The entry {id, request, fileName, hadSecret} of a job, or null when this tab did not send it. */
export const sentRequest = (id) => entries().find((entry) => entry.id === id) ?? null;

function withoutSecret(request) {
  const { callback, ...rest } = request;
  return callback ? { ...rest, callback: { url: callback.url } } : rest;
}

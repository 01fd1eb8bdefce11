// What this browser tab asked for. The server never tells an input again, so "Run again" can fill
// the form only with what was sent from here.

const KEY = 'meanwhile.asked';
const MOST = 50;
const MOST_CHARS = 100_000;

const all = () => JSON.parse(sessionStorage.getItem(KEY) ?? '[]');

export function remember(id, request, fileName) {
  const entry = {
    id,
    request: withoutSecret(request),
    fileName,
    hadSecret: Boolean(request.callback?.secret),
  };
  if (JSON.stringify(entry).length < MOST_CHARS) {
    const kept = [entry, ...all().filter((other) => other.id !== id)].slice(0, MOST);
    try {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Full: then the form is filled from the job alone.
    }
  }
}

export const recall = (id) => all().find((entry) => entry.id === id) ?? null;

function withoutSecret(request) {
  const { callback, ...rest } = request;
  return callback ? { ...rest, callback: { url: callback.url } } : rest;
}

// When to ask again: loops that rest while nobody sees the page and outlast a lost connection.
import { events, isLost } from './api.js';

const RETRY_MILLIS = 2000;
const MAX_FAULTS = 5;

/** Resolves after the time; rejects with an AbortError when the signal fires first. */
export function sleep(millis, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(new DOMException('aborted', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, millis);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

let visible = new AbortController();

function abortVisible() {
  visible.abort();
  visible = new AbortController();
}

document.addEventListener('visibilitychange', abortVisible);
events.addEventListener('lost', abortVisible);

/**
 * A signal for a request that may take long. It fires with the given signal, when the tab is
 * hidden or shown, and when another request found the connection lost: a request that waits may
 * not notice that by itself.
 */
export const whileVisible = (signal) => AbortSignal.any([signal, visible.signal]);

/** Resolves when the tab is visible, or when the signal fires. */
export function untilVisible(signal) {
  return new Promise((resolve) => {
    const done = new AbortController();
    const look = () => {
      if (!document.hidden || signal.aborted) {
        done.abort();
        resolve();
      }
    };
    document.addEventListener('visibilitychange', look, { signal: done.signal });
    signal.addEventListener('abort', look, { signal: done.signal });
    look();
  });
}

/**
 * Runs the body at once and again after each rest, while the tab is visible, until the signal
 * fires. `millis` is the rest, or a function that returns it. A lost connection is retried for as
 * long as it takes, a 5xx up to 5 times in a row; every other failure is thrown.
 */
export async function every(millis, signal, body) {
  let faults = 0;
  while (!signal.aborted) {
    try {
      await untilVisible(signal);
      signal.throwIfAborted();
      await body();
      faults = 0;
      const rest = typeof millis === 'function' ? millis() : millis;
      await sleep(isLost() ? Math.min(rest, RETRY_MILLIS) : rest, signal);
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      // A server that starts or stops may answer 5xx for a while.
      faults += error.status === 0 ? 0 : 1;
      if (error.status !== 0 && !(error.status >= 500 && faults < MAX_FAULTS)) {
        throw error;
      }
      await sleep(RETRY_MILLIS, signal).catch(() => {});
    }
  }
}

// What is kept current by answers that are held: one request a minute while nothing happens.
import { ANSWER_MILLIS, send, every, events, pause, whileWatched } from './api.js';

// So soon after news there is a look for more: what happens in between comes together.
const PACE_MILLIS = 1000;
const UNHELD_MILLIS = 3000;

// By HTTP/1.1 a browser gives a server six connections, all windows together: some are left for
// what people do.
const PLACES = 4;

/**
 * Does something with the right to keep a connection, or without when enough windows do. Where
 * windows cannot agree (no TLS, not localhost), the one in use has it.
 */
export function withPlace(body) {
  if (!navigator.locks) {
    return body(document.hasFocus());
  }
  const take = (i) =>
    i === PLACES
      ? body(false)
      : navigator.locks.request(`meanwhile.held.${i}`, { ifAvailable: true }, (lock) =>
          lock ? body(true) : take(i + 1),
        );
  return take(0);
}

/** A resource that has an ETag and can be waited for. */
export class Live {
  constructor(path, signal) {
    this.path = path;
    this.signal = signal;
    this.tag = null;
    this.seconds = 50;
  }

  /** Calls back with each new document; `unchanged` when a wait was in vain. */
  watch(changed, unchanged) {
    return every(PACE_MILLIS, this.signal, async () => {
      const quiet = whileWatched(this.signal);
      try {
        await (this.tag
          ? withPlace((held) => this.look(held, quiet, changed, unchanged))
          : this.look(false, quiet, changed));
      } catch (error) {
        // Let go on purpose: hidden, or found lost by another request.
        if (error.name !== 'AbortError') {
          throw error;
        }
      }
    });
  }

  async look(held, quiet, changed, unchanged) {
    const late = AbortSignal.timeout(ANSWER_MILLIS + (held ? this.seconds * 1000 : 0));
    const response = await send(this.path, {
      signal: AbortSignal.any([quiet, late]),
      headers: {
        ...(this.tag && { 'If-None-Match': this.tag }),
        ...(held && { Prefer: `wait=${this.seconds}` }),
      },
    });
    if (response.status !== 304) {
      const document = await response.json();
      this.tag = response.headers.get('ETag');
      changed(document);
      events.dispatchEvent(new Event('news'));
    } else if (response.headers.has('Preference-Applied')) {
      unchanged();
    } else {
      await pause(UNHELD_MILLIS, quiet);
    }
  }
}

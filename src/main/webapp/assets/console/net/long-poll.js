// Keeps a document current by long polls (Prefer: wait, RFC 7240): about one request a minute while
// nothing changes.
import { ANSWER_MILLIS, send, events } from './api.js';
import { withConnectionSlot } from './connection-slots.js';
import { every, sleep, whileVisible } from './repeat.js';

// The pause after an answer: changes within this second come together.
const PACE_MILLIS = 1000;
// The further pause after a 304 that came at once.
const SHORT_POLL_MILLIS = 3000;

/** A resource with an ETag whose changes can be waited for. */
export class LongPoll {
  constructor(path, signal) {
    this.path = path;
    this.signal = signal;
    this.etag = null;
    this.seconds = 50;
  }

  /** Calls `changed` with each new document, and `unchanged` after a wait without a change. */
  watch(changed, unchanged) {
    return every(PACE_MILLIS, this.signal, async () => {
      const signal = whileVisible(this.signal);
      try {
        await (this.etag
          ? withConnectionSlot((waits) => this.poll(waits, signal, changed, unchanged))
          : this.poll(false, signal, changed));
      } catch (error) {
        // Aborted on purpose: the tab is hidden, or another request found the connection lost.
        if (error.name !== 'AbortError') {
          throw error;
        }
      }
    });
  }

  async poll(waits, signal, changed, unchanged) {
    const late = AbortSignal.timeout(ANSWER_MILLIS + (waits ? this.seconds * 1000 : 0));
    const response = await send(this.path, {
      signal: AbortSignal.any([signal, late]),
      headers: {
        ...(this.etag && { 'If-None-Match': this.etag }),
        ...(waits && { Prefer: `wait=${this.seconds}` }),
      },
    });
    if (response.status !== 304) {
      const document = await response.json();
      this.etag = response.headers.get('ETag');
      changed(document);
      events.dispatchEvent(new Event('news'));
    } else if (response.headers.has('Preference-Applied')) {
      unchanged();
    } else {
      await sleep(SHORT_POLL_MILLIS, signal);
    }
  }
}

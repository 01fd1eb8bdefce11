// What the page of a job says of a request that was sent from it.
import { events } from '../../net/api.js';
import { note, problemNote } from '../../ui/components.js';
import { announce, h } from '../../ui/dom.js';

export class Notice {
  constructor(signal) {
    this.element = h('div');
    this.isUnanswered = false;
    events.addEventListener('regained', () => this.regained(), { signal });
  }

  clear() {
    this.element.replaceChildren();
    this.isUnanswered = false;
  }

  /** Shows a note, and lets screen readers say it. */
  notify(title, text) {
    this.element.replaceChildren(note(title, text));
    announce(`${title}. ${text}`);
  }

  fail(error) {
    this.isUnanswered = error.status === 0;
    this.element.replaceChildren(problemNote(error));
  }

  /** A request without an answer may have been carried out or not: the page shows which. */
  regained() {
    if (this.isUnanswered) {
      this.isUnanswered = false;
      this.notify(
        'The server answers again',
        'Whether it did what you asked for shows below; if not, ask again.',
      );
    }
  }
}

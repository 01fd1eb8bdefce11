// Holding a live list still, and saying what it does not show meanwhile.
import { h, setText } from '../../ui/dom.js';
import { number, time } from '../../ui/format.js';

// A reload does not end it either: only who paused does.
const KEY = 'meanwhile.paused';

export class Pause {
  /** `draw` shows a page of the list. */
  constructor(draw) {
    this.draw = draw;
    this.paused = sessionStorage.getItem(KEY) !== null;
    this.button = h('button', { type: 'button', class: 'quiet small', onclick: () => this.turn() });
    this.since = h('b', {});
    this.waits = h('span', { role: 'status' });
    this.element = h('div', { class: 'note paused' }, this.since, this.waits);
    this.begin();
  }

  /** Another list: its first page is shown, and then held. */
  begin() {
    this.shown = null;
    this.latest = null;
    this.tell();
  }

  take(page) {
    this.latest = page;
    if (!this.paused || !this.shown) {
      this.shown = page;
      this.at = Date.now();
      this.draw(page);
    }
    this.tell();
  }

  turn() {
    this.paused = !this.paused;
    if (this.paused) {
      sessionStorage.setItem(KEY, 'yes');
      this.at = Date.now();
    } else {
      sessionStorage.removeItem(KEY);
      if (this.latest) {
        this.shown = this.latest;
        this.draw(this.latest);
      }
    }
    this.tell();
  }

  tell() {
    this.button.setAttribute('aria-pressed', String(this.paused));
    setText(this.button, this.paused ? 'Paused: go on' : 'Pause');
    this.element.hidden = !this.paused || !this.shown;
    if (!this.element.hidden) {
      setText(this.since, `Paused: the list is as of ${time(new Date(this.at).toISOString())}`);
      setText(this.waits, changes(this.shown, this.latest));
    }
  }
}

/** What another page has that this one has not; how far jobs are is left out. */
function changes(before, now) {
  const known = new Map(before.items.map((job) => [job.id, job]));
  const there = new Set(now.items.map(({ id }) => id));
  const fresh = now.items.filter(({ id }) => !known.has(id)).length;
  const other = now.items.filter(
    (job) => known.has(job.id) && state(job) !== state(known.get(job.id)),
  ).length;
  // A full page loses its last rows to new ones.
  const gone = now.next ? 0 : before.items.filter(({ id }) => !there.has(id)).length;
  const all = [
    fresh > 0 && `${number(fresh)}${fresh === now.items.length && now.next ? ' or more' : ''} new`,
    other > 0 && `${number(other)} changed`,
    gone > 0 && `${number(gone)} not in it any more`,
  ].filter(Boolean);
  return all.length > 0 ? `Since then: ${all.join(', ')}.` : 'Nothing has changed since then.';
}

const state = ({ status, attempt, cancelRequested, resourceLocation }) =>
  [status, attempt, cancelRequested, Boolean(resourceLocation)].join();

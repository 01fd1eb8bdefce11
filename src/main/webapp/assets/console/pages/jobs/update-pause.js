// Pauses the updates of the list, and counts the changes that it does not show.
import { button } from '../../ui/components.js';
import { h, setText } from '../../ui/dom.js';
import { number, time } from '../../ui/format.js';

// Kept for the tab: a reload does not end the pause.
const KEY = 'meanwhile.paused';

export class UpdatePause {
  /** `showPage` shows a page of the list. */
  constructor(showPage) {
    this.showPage = showPage;
    this.isPaused = sessionStorage.getItem(KEY) !== null;
    this.button = button('', 'quiet small', () => this.toggle());
    this.since = h('b', {});
    this.changes = h('span', { role: 'status' });
    this.element = h('div', { class: 'note paused' }, this.since, this.changes);
    this.begin();
  }

  /** Another list is asked for: its first page is shown even during a pause. */
  begin() {
    this.shown = null;
    this.latest = null;
    this.update();
  }

  /** Takes a new version of the page, and shows it unless the list is paused. */
  take(page) {
    this.latest = page;
    if (!this.isPaused || !this.shown) {
      this.shown = page;
      this.shownAt = Date.now();
      this.showPage(page);
    }
    this.update();
  }

  toggle() {
    this.isPaused = !this.isPaused;
    if (this.isPaused) {
      sessionStorage.setItem(KEY, 'yes');
      this.shownAt = Date.now();
    } else {
      sessionStorage.removeItem(KEY);
      if (this.latest) {
        this.shown = this.latest;
        this.showPage(this.latest);
      }
    }
    this.update();
  }

  update() {
    this.button.setAttribute('aria-pressed', String(this.isPaused));
    setText(this.button, this.isPaused ? 'Paused: go on' : 'Pause');
    this.element.hidden = !this.isPaused || !this.shown;
    if (!this.element.hidden) {
      setText(
        this.since,
        `Paused: the list is as of ${time(new Date(this.shownAt).toISOString())}`,
      );
      setText(this.changes, changesText(this.shown, this.latest));
    }
  }
}

/** The differences of two versions of the page. Progress is no change here: it never rests. */
function changesText(shown, latest) {
  const known = new Map(shown.items.map((job) => [job.id, job]));
  const latestIds = new Set(latest.items.map(({ id }) => id));
  const added = latest.items.filter(({ id }) => !known.has(id)).length;
  const changed = latest.items.filter(
    (job) => known.has(job.id) && state(job) !== state(known.get(job.id)),
  ).length;
  // New jobs push the last ones off a full page: those are still in the list.
  const removed = latest.next ? 0 : shown.items.filter(({ id }) => !latestIds.has(id)).length;
  const isAllNew = added === latest.items.length && latest.next;
  const all = [
    added > 0 && `${number(added)}${isAllNew ? ' or more' : ''} new`,
    changed > 0 && `${number(changed)} changed`,
    removed > 0 && `${number(removed)} not in it any more`,
  ].filter(Boolean);
  return all.length > 0 ? `Since then: ${all.join(', ')}.` : 'Nothing has changed since then.';
}

const state = ({ status, attempt, cancelRequested, resourceLocation }) =>
  [status, attempt, cancelRequested, Boolean(resourceLocation)].join();

// One page of jobs: as many rows as it has, and each row for as long as its job is in it.
import { h, setText } from '../../ui/dom.js';
import { isLost } from '../../net/api.js';
import { number } from '../../ui/format.js';
import { greeting } from './greeting.js';
import { Row } from './job-row.js';

const HEADS = ['Status', 'Job', 'Progress', 'Attempt', 'Created', 'Took'];

export class List {
  constructor() {
    this.rows = new Map();
    this.body = h('div', { role: 'rowgroup' });
    this.table = h(
      'div',
      { role: 'table', class: 'jobs', 'aria-label': 'Jobs, the newest first' },
      h(
        'div',
        { role: 'rowgroup', class: 'heads' },
        h(
          'div',
          { role: 'row', class: 'job' },
          h('div', { role: 'columnheader' }, h('span', { class: 'unseen' }, 'Chosen')),
          HEADS.map((text) => h('div', { role: 'columnheader' }, text)),
        ),
      ),
      this.body,
    );
    this.count = h('p', { class: 'quiet count' });
    this.empty = h('div', { class: 'empty' });
    this.element = h('div', {}, this.table, this.empty);
    this.clear();
  }

  /** The rows as their jobs stand on the page. */
  get all() {
    return [...this.body.children].map((element) => this.rows.get(element.dataset.id));
  }

  clear() {
    this.rows.clear();
    this.body.replaceChildren();
    this.table.hidden = true;
    this.empty.hidden = false;
    setText(this.count, '');
    this.empty.replaceChildren(h('p', { class: 'quiet' }, 'Looking…'));
  }

  /** What was there before stays until the first answer. */
  begin(filtered) {
    this.filtered = filtered;
    this.greeted = false;
    this.table.setAttribute('aria-busy', 'true');
    if (isLost()) {
      this.lost();
    }
  }

  /** No answer came to what is asked for now: rows of something else would deceive. */
  lost() {
    if (this.table.hasAttribute('aria-busy')) {
      this.clear();
      this.empty.replaceChildren(
        h(
          'div',
          { class: 'state' },
          h('h2', {}, 'The server does not answer'),
          h('p', {}, 'The list comes as soon as it does.'),
        ),
      );
    }
  }

  show(page) {
    const focused = [...this.body.children].findIndex((row) =>
      row.contains(document.activeElement),
    );
    const there = new Set(page.items.map((job) => job.id));
    for (const [id, row] of this.rows) {
      if (!there.has(id)) {
        row.element.remove();
        this.rows.delete(id);
      }
    }
    page.items.forEach((job, place) => this.put(job, place));
    if (focused >= 0 && !this.body.contains(document.activeElement)) {
      // Its job left the page: whoever went through the rows goes on from the same place.
      this.body.children[Math.min(focused, page.items.length - 1)]
        ?.querySelector('a')
        .focus({ preventScroll: true });
    }
    this.table.removeAttribute('aria-busy');
    this.tell(page);
  }

  put(job, place) {
    let row = this.rows.get(job.id);
    if (!row) {
      row = new Row();
      row.element.dataset.id = job.id;
      this.rows.set(job.id, row);
    }
    row.update(job);
    if (this.body.children[place] !== row.element) {
      this.body.insertBefore(row.element, this.body.children[place] ?? null);
    }
  }

  tell(page) {
    const none = page.items.length === 0;
    this.table.hidden = none;
    this.empty.hidden = !none;
    setText(
      this.count,
      none ? '' : `${number(page.items.length)} shown${page.next ? '' : ', that is all'}`,
    );
    if (none && !isLost() && !this.greeted) {
      this.greeted = true;
      this.empty.replaceChildren(
        this.filtered
          ? h(
              'div',
              { class: 'state' },
              h('h2', {}, 'No job is like that'),
              h('p', {}, 'Jobs that match appear here by themselves.'),
              h('a', { class: 'button', href: '#/jobs' }, 'Show all jobs'),
            )
          : greeting(),
      );
    }
    if (!none) {
      this.greeted = false;
    }
  }
}

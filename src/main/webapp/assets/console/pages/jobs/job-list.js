// One page of the list. A row keeps its element while its job is on the page, so that the focus and
// the choice stay.
import { isLost } from '../../net/api.js';
import { linkButton } from '../../ui/components.js';
import { h, setText } from '../../ui/dom.js';
import { number } from '../../ui/format.js';
import { COLUMNS, Columns } from './columns.js';
import { greeting } from './greeting.js';
import { JobRow } from './job-row.js';

export class JobList {
  constructor() {
    this.rows = new Map();
    this.columns = new Columns(() => this.showColumns());
    this.heads = COLUMNS.map(({ name, title }) =>
      h('div', { role: 'columnheader', class: `head-${name}` }, title),
    );
    this.body = h('div', { role: 'rowgroup' });
    this.table = h(
      'div',
      { role: 'table', class: 'jobs', 'aria-label': 'Jobs' },
      h(
        'div',
        { role: 'rowgroup', class: 'heads' },
        h(
          'div',
          { role: 'row', class: 'job' },
          h('div', { role: 'columnheader' }, h('span', { class: 'unseen' }, 'Chosen')),
          this.heads,
        ),
      ),
      this.body,
    );
    this.count = h('p', { class: 'quiet count' });
    this.empty = h('div', { class: 'empty' });
    this.element = h('div', {}, this.table, this.empty);
    this.showColumns();
    this.clear();
  }

  /** Shows the chosen columns in the heads and in all rows. */
  showColumns() {
    const { hidden, template } = this.columns;
    this.table.style.setProperty('--columns', template);
    COLUMNS.forEach(({ name }, i) => (this.heads[i].hidden = hidden.has(name)));
    this.rows.forEach((row) => row.showColumns(hidden));
  }

  /** The rows in the order of the page. */
  get orderedRows() {
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

  /** Another list is asked for; the rows before stay until its first answer. */
  begin(isFiltered) {
    this.isFiltered = isFiltered;
    this.isEmptyShown = false;
    this.table.setAttribute('aria-busy', 'true');
    if (isLost()) {
      this.lost();
    }
  }

  /** Without an answer to the current list, the rows of the one before would mislead: they go. */
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
    const ids = new Set(page.items.map((job) => job.id));
    for (const [id, row] of this.rows) {
      if (!ids.has(id)) {
        row.element.remove();
        this.rows.delete(id);
      }
    }
    page.items.forEach((job, index) => this.put(job, index));
    if (focused >= 0 && !this.body.contains(document.activeElement)) {
      // The focused job left the page: the focus goes to the row in its place.
      this.body.children[Math.min(focused, page.items.length - 1)]
        ?.querySelector('a')
        .focus({ preventScroll: true });
    }
    this.table.removeAttribute('aria-busy');
    this.showCount(page);
  }

  put(job, index) {
    let row = this.rows.get(job.id);
    if (!row) {
      row = new JobRow();
      row.showColumns(this.columns.hidden);
      row.element.dataset.id = job.id;
      this.rows.set(job.id, row);
    }
    row.update(job);
    if (this.body.children[index] !== row.element) {
      this.body.insertBefore(row.element, this.body.children[index] ?? null);
    }
  }

  showCount(page) {
    const none = page.items.length === 0;
    this.table.hidden = none;
    this.empty.hidden = !none;
    setText(
      this.count,
      none
        ? ''
        : `${number(page.items.length)} shown${page.next ? '' : ', that is all'}${searchedText(page)}`,
    );
    if (none && !isLost() && !this.isEmptyShown) {
      this.isEmptyShown = true;
      this.empty.replaceChildren(
        this.isFiltered
          ? h(
              'div',
              { class: 'state' },
              h('h2', {}, 'No job is like that'),
              h(
                'p',
                {},
                page.searched
                  ? `None of the ${number(page.searched)} newest; older ones may be.`
                  : 'Jobs that match appear here by themselves.',
              ),
              linkButton('Show all jobs', '#/jobs'),
            )
          : greeting(),
      );
    }
    if (!none) {
      this.isEmptyShown = false;
    }
  }
}

/** A search that finds little ends after the newest jobs of its filter. */
const searchedText = ({ searched }) =>
  searched ? `, of the ${number(searched)} newest that were searched` : '';

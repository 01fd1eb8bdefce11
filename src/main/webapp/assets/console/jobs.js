// The list of jobs: the newest first, kept current, filtered by what the address says.
import { h, setText, announce } from './dom.js';
import { getIfThere, isLost } from './api.js';
import { Live } from './live.js';
import { STATUS, hasEnded, moment, duration, seconds, progressText, number } from './format.js';
import { badge, bar } from './parts.js';
import { greeting } from './greeting.js';
import { FIELDS, address, statusTabs, FilterForm } from './filters.js';

const PAGE = 100;

// With nothing to come of what is shown, changes are all there is; else estimates move as well.
const CALM_SECONDS = 50;
const BUSY_SECONDS = 15;

// Where an older page was come to from; the server leads to older ones only.
const newer = new Map();
let shown = null;

/** The page; filters and the place in the list are the address's parameters. */
export function jobsPage(main, parameters, signal) {
  if (!shown || !main.contains(shown.element)) {
    shown = new JobsPage();
    main.replaceChildren(shown.element);
  }
  return shown.go(main, parameters, signal);
}

/** Stays while its filters change, so that who types or tabs through them keeps the focus. */
class JobsPage {
  constructor() {
    this.tabs = h('nav', { class: 'tabs', 'aria-label': 'By status' });
    this.filters = new FilterForm();
    this.list = new List();
    this.pages = h('nav', { class: 'actions', 'aria-label': 'Pages' });
    this.live = h('button', { type: 'button', class: 'quiet small', 'aria-pressed': 'false', onclick: () => this.pause() }, 'Pause');
    this.element = h('div', {},
      h('div', { class: 'head' },
        h('h1', {}, 'Jobs'),
        h('a', { class: 'button primary', href: '#/start' }, 'Start a job')),
      this.tabs,
      this.filters.element,
      this.list.element,
      h('div', { class: 'actions end listfoot' }, this.list.count, this.live, this.pages));
  }

  async go(main, parameters, signal) {
    const cursor = parameters.get('cursor');
    const turned = this.cursor !== undefined && this.cursor !== cursor;
    this.cursor = cursor;
    this.parameters = parameters;
    statusTabs(this.tabs, parameters);
    this.filters.show(parameters);
    if (turned) {
      scrollTo(0, 0);
      main.focus({ preventScroll: true });
    }
    const query = new URLSearchParams({ limit: PAGE });
    [...FIELDS, 'cursor'].filter((field) => parameters.get(field)).forEach((field) => query.set(field, parameters.get(field)));
    this.feed = new Live(`job?${query}`, signal);
    this.setPaused(false);
    this.list.begin(FIELDS.some((field) => parameters.get(field)));
    let first = true;
    await this.feed.watch((page) => {
      this.list.show(page);
      this.showPages(page);
      this.feed.seconds = page.items.every(hasEnded) ? CALM_SECONDS : BUSY_SECONDS;
      if (first) {
        first = false;
        announce(`${page.items.length} jobs${page.next ? ', older ones follow' : ''}`);
      }
    }, () => {
      if (this.feed.seconds === BUSY_SECONDS) {
        // For its estimates, which are no other version.
        this.feed.tag = null;
      }
    });
  }

  pause() {
    const paused = this.live.getAttribute('aria-pressed') === 'false';
    if (paused) {
      this.feed.pause();
    } else {
      this.feed.resume();
    }
    this.setPaused(paused);
  }

  setPaused(paused) {
    this.live.setAttribute('aria-pressed', String(paused));
    setText(this.live, paused ? 'Paused: go on' : 'Pause');
  }

  showPages(page) {
    const here = this.cursor ?? '';
    const older = page.next && new URL(page.next).searchParams.get('cursor');
    const link = (text, cursor, onclick) => h('a', { class: 'button quiet', href: address(this.parameters, { cursor }), onclick }, text);
    const remember = (event) => newer.set(new URLSearchParams(event.currentTarget.hash.split('?')[1]).get('cursor'), here);
    const links = [
      here && link('Newest', ''),
      here && newer.get(here) && link('Newer', newer.get(here)),
      older && link('Older', older, remember),
    ].filter(Boolean);
    this.pages.hidden = links.length === 0;
    // A link keeps its element, and with it the focus; the page behind it moves as jobs come.
    links.forEach((made, i) => {
      const there = this.pages.children[i];
      if (there?.textContent === made.textContent) {
        there.href = made.href;
      } else {
        this.pages.insertBefore(made, there ?? null);
      }
    });
    while (this.pages.children.length > links.length) {
      this.pages.lastChild.remove();
    }
  }
}

/** One page of jobs: as many rows as it has, and each row for as long as its job is in it. */
class List {
  constructor() {
    this.rows = new Map();
    this.body = h('div', { role: 'rowgroup' });
    this.table = h('div', { role: 'table', class: 'jobs', 'aria-label': 'Jobs, the newest first' },
      h('div', { role: 'rowgroup', class: 'heads' },
        h('div', { role: 'row', class: 'job' },
          ['Status', 'Job', 'Progress', 'Attempt', 'Created', 'Took'].map((text) => h('div', { role: 'columnheader' }, text)))),
      this.body);
    this.count = h('p', { class: 'quiet count' });
    this.empty = h('div', { class: 'empty' }, h('p', { class: 'quiet' }, 'Looking…'));
    this.element = h('div', {}, this.table, this.empty);
    this.table.hidden = true;
  }

  /** What was there before stays until the first answer. */
  begin(filtered) {
    this.filtered = filtered;
    this.greeted = false;
    this.table.setAttribute('aria-busy', 'true');
  }

  show(page) {
    const focused = [...this.body.children].findIndex((row) => row.contains(document.activeElement));
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
      this.body.children[Math.min(focused, page.items.length - 1)]?.querySelector('a').focus({ preventScroll: true });
    }
    this.table.removeAttribute('aria-busy');
    this.tell(page);
  }

  put(job, place) {
    let row = this.rows.get(job.id);
    if (!row) {
      row = new Row();
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
    setText(this.count, none ? '' : `${number(page.items.length)} shown${page.next ? '' : ', that is all'}`);
    if (none && !isLost() && !this.greeted) {
      this.greeted = true;
      this.empty.replaceChildren(this.filtered
        ? h('div', { class: 'state' }, h('h2', {}, 'No job is like that'), h('p', {}, 'Jobs that match appear here by themselves.'),
          h('a', { class: 'button', href: '#/jobs' }, 'Show all jobs'))
        : greeting());
    }
    if (!none) {
      this.greeted = false;
    }
  }
}

class Row {
  constructor() {
    this.cells = {};
    for (const name of ['status', 'name', 'progress', 'attempt', 'created', 'took']) {
      this.cells[name] = h('div', { role: 'cell', class: name });
    }
    this.element = h('div', { role: 'row', class: 'job' }, Object.values(this.cells));
  }

  update(job) {
    const text = JSON.stringify(job);
    if (this.text === text) {
      return;
    }
    const first = !this.text;
    const before = this.job;
    this.text = text;
    this.job = job;
    if (first) {
      this.cells.name.append(
        h('a', { href: `#/job/${job.id}` }, job.operation, h('span', { class: 'id' }, `…${job.id.slice(-8)}`)),
        ...Object.entries(job.labels).map(([key, value]) => h('a', {
          class: 'label', href: `#/jobs?${new URLSearchParams({ label: `${key}:${value}` })}`,
        }, `${key}:${value}`)));
      if (job.caller !== 'local') {
        this.cells.name.append(h('span', { class: 'caller' }, job.caller));
      }
      this.cells.created.append(moment(job.createdAt));
    }
    if (before?.status !== job.status || before?.cancelRequested !== job.cancelRequested) {
      this.cells.status.replaceChildren(badge(job));
    }
    this.progress(job);
    setText(this.cells.attempt, job.attempt === 0 ? '–' : `${job.attempt} of ${job.maxAttempts}`);
    setText(this.cells.took, job.startedAt && job.finishedAt ? duration(seconds(job.startedAt, job.finishedAt)) : '');
  }

  progress(job) {
    if (job.status === 'Running') {
      this.bar ??= bar(`Progress of ${job.operation} …${job.id.slice(-8)}`);
      this.bar.update(job);
      if (this.cells.progress.firstChild !== this.bar.element) {
        this.cells.progress.replaceChildren(this.bar.element);
      }
      return;
    }
    setText(this.cells.progress, job.status === 'Failed' ? job.error?.message ?? ''
      : job.status === 'NotStarted' && job.queuePosition ? `${number(job.queuePosition)}. in the queue`
        : job.status === 'Succeeded' ? progressText(job) : '');
  }
}

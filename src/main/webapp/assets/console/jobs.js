// The list of jobs: the newest first, kept current, filtered by what the address says.
import { h, setText, announce } from './dom.js';
import { get, getIfThere, every, isLost } from './api.js';
import { STATUS, hasEnded, moment, duration, seconds, progressText, number } from './format.js';
import { badge, bar } from './parts.js';
import { greeting } from './greeting.js';

const PAGE = 50;
const FIELDS = ['status', 'operation', 'label', 'createdAfter', 'createdBefore'];
const LATER_ROWS_PER_LOOK = 10;

/** The page; filters are the address's parameters. */
export function jobsPage(main, parameters, signal) {
  const list = new List(parameters, signal);
  main.replaceChildren(
    h('div', { class: 'head' },
      h('h1', {}, 'Jobs'),
      h('a', { class: 'button primary', href: '#/start' }, 'Start a job')),
    statusTabs(parameters),
    filterForm(parameters, signal),
    list.element);
  return list.watch();
}

function address(parameters, changes) {
  const next = new URLSearchParams();
  for (const field of FIELDS) {
    const value = field in changes ? changes[field] : parameters.get(field);
    if (value) {
      next.set(field, value);
    }
  }
  return `#/jobs${next.size ? `?${next}` : ''}`;
}

function statusTabs(parameters) {
  const now = parameters.get('status') ?? '';
  const tab = (status, text) => h('a', {
    href: address(parameters, { status }),
    'aria-current': now === status ? 'true' : undefined,
    class: status ? `tab ${status}` : 'tab',
  }, text);
  return h('nav', { class: 'tabs', 'aria-label': 'By status' },
    tab('', 'All'), Object.entries(STATUS).map(([status, text]) => tab(status, text)));
}

function filterForm(parameters, signal) {
  const operation = h('select', { name: 'operation' }, h('option', { value: '' }, 'Any operation'));
  const chosen = parameters.get('operation') ?? '';
  if (chosen) {
    operation.append(h('option', { value: chosen, selected: true }, chosen));
  }
  getIfThere('operation', { signal }).then((catalogue) => {
    for (const { name } of catalogue?.items ?? []) {
      if (name !== chosen) {
        operation.append(h('option', { value: name }, name));
      }
    }
  }, () => {});
  const local = (iso) => (iso ? new Date(new Date(iso) - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16) : '');
  const field = (text, input) => h('label', { class: 'field' }, h('span', {}, text), input);
  const form = h('form', { class: 'filters', 'aria-label': 'Filter the jobs' },
    field('Operation', operation),
    field('Label', h('input', { name: 'label', placeholder: 'team:billing', value: parameters.get('label') ?? '', autocomplete: 'off' })),
    field('Created after', h('input', { name: 'createdAfter', type: 'datetime-local', value: local(parameters.get('createdAfter')) })),
    field('Created before', h('input', { name: 'createdBefore', type: 'datetime-local', value: local(parameters.get('createdBefore')) })),
    FIELDS.some((name) => parameters.get(name)) && h('a', { class: 'button quiet', href: '#/jobs' }, 'Clear'));
  const apply = () => {
    const data = new FormData(form);
    const iso = (name) => (data.get(name) ? new Date(data.get(name)).toISOString() : '');
    location.hash = address(parameters, {
      operation: data.get('operation'),
      label: data.get('label').trim(),
      createdAfter: iso('createdAfter'),
      createdBefore: iso('createdBefore'),
    });
  };
  form.addEventListener('change', apply);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    apply();
  });
  return form;
}

class List {
  constructor(parameters, signal) {
    this.filtered = FIELDS.some((field) => parameters.get(field));
    this.query = new URLSearchParams({ limit: PAGE });
    FIELDS.filter((field) => parameters.get(field)).forEach((field) => this.query.set(field, parameters.get(field)));
    this.signal = signal;
    this.rows = new Map();
    this.next = null;
    this.turn = 0;
    this.body = h('div', { role: 'rowgroup' });
    this.table = h('div', { role: 'table', class: 'jobs', 'aria-label': 'Jobs, the newest first' },
      h('div', { role: 'rowgroup', class: 'heads' },
        h('div', { role: 'row', class: 'job' },
          ['Status', 'Job', 'Progress', 'Attempt', 'Created', 'Took'].map((text) => h('div', { role: 'columnheader' }, text)))),
      this.body);
    this.more = h('button', { type: 'button', class: 'quiet', onclick: () => this.further() }, 'Show more');
    this.count = h('p', { class: 'quiet count' });
    this.empty = h('div', { class: 'empty' }, h('p', { class: 'quiet' }, 'Looking…'));
    this.element = h('div', {}, this.table, this.empty, h('div', { class: 'actions end' }, this.count, this.more));
    this.table.hidden = true;
    this.more.hidden = true;
  }

  watch() {
    return every(2000, this.signal, () => this.look());
  }

  /** The first page again, and some of the unfinished jobs further down. */
  async look() {
    const page = await get(`job?${this.query}`, { signal: this.signal });
    const overlaps = page.items.some((job) => this.rows.has(job.id));
    if (!overlaps && this.rows.size > 0 && page.next) {
      // More came than a page holds: what is shown has a gap, so it begins anew.
      this.rows.forEach((row) => row.element.remove());
      this.rows.clear();
      this.next = null;
    }
    const first = this.rows.size === 0;
    if (first) {
      this.next = page.next ?? null;
    }
    this.drop(page);
    page.items.forEach((job, place) => this.put(job, place));
    await this.lookFurther(new Set(page.items.map((job) => job.id)));
    this.show();
    if (first && page.items.length > 0) {
      announce(`${page.items.length} jobs`);
    }
  }

  /** What the first page had and has no longer does not match any more, or is gone. */
  drop(page) {
    const oldest = page.items.at(-1)?.createdAt;
    const there = new Set(page.items.map((job) => job.id));
    for (const [id, row] of this.rows) {
      if (!there.has(id) && (!page.next || row.job.createdAt > oldest)) {
        row.element.remove();
        this.rows.delete(id);
      }
    }
  }

  async lookFurther(known) {
    const open = [...this.rows.values()].filter((row) => !hasEnded(row.job) && !known.has(row.job.id));
    for (let i = 0; i < Math.min(LATER_ROWS_PER_LOOK, open.length); i++) {
      const row = open[this.turn++ % open.length];
      const job = await getIfThere(`job/${row.job.id}/status`, { signal: this.signal });
      if (job) {
        row.update(job);
      }
    }
  }

  put(job, place) {
    let row = this.rows.get(job.id);
    if (!row) {
      row = new Row();
      this.rows.set(job.id, row);
    }
    row.update(job);
    if (place !== undefined && this.body.children[place] !== row.element) {
      this.body.insertBefore(row.element, this.body.children[place] ?? null);
    } else if (place === undefined) {
      this.body.append(row.element);
    }
  }

  async further() {
    this.more.disabled = true;
    try {
      const page = await get(new URL(this.next).search ? `job${new URL(this.next).search}` : 'job', { signal: this.signal });
      const before = this.rows.size;
      page.items.filter((job) => !this.rows.has(job.id)).forEach((job) => this.put(job));
      this.next = page.next ?? null;
      announce(`${this.rows.size - before} more jobs`);
    } finally {
      this.more.disabled = false;
      this.show();
    }
  }

  show() {
    const none = this.rows.size === 0;
    this.table.hidden = none;
    this.empty.hidden = !none;
    this.more.hidden = none || !this.next;
    setText(this.count, none ? '' : `${number(this.rows.size)} shown${this.next ? '' : ', that is all'}`);
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
    this.text = text;
    this.job = job;
    if (first) {
      this.cells.name.append(
        h('a', { href: `#/job/${job.id}` }, job.operation, h('span', { class: 'id' }, `…${job.id.slice(-8)}`)),
        ...Object.entries(job.labels).map(([key, value]) => h('a', {
          class: 'label', href: `#/jobs?${new URLSearchParams({ label: `${key}:${value}` })}`,
        }, `${key}:${value}`)));
      if (job.caller) {
        this.cells.name.append(h('span', { class: 'caller' }, job.caller));
      }
      this.cells.created.append(moment(job.createdAt));
    }
    this.cells.status.replaceChildren(badge(job));
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

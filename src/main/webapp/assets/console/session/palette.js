// The palette (Ctrl-K): pages, jobs by their ids, operations, labels, nodes, saved views, and what
// can be done, found by typing a part of the name.
import { events, getIfThere } from '../net/api.js';
import { problemNote } from '../ui/components.js';
import { h } from '../ui/dom.js';
import { STATUS, tellingLine } from '../ui/format.js';
import { isInGroup } from './account.js';
import { catalogue } from './catalogue.js';
import { pauseOperation, resumeOperation } from './pause-operation.js';
import { savedViews } from './saved-views.js';
import { isWholeId, searchAddress } from './search-box.js';

const MAX_SHOWN = 12;
const MAX_LABELS = 100;
const ID_PART = /^[0-9a-f-]{8,36}$/i;
const TYPING_MILLIS = 200;

const PAGES = [
  ['Jobs', '#/jobs'],
  ['Jobs that failed', '#/jobs?status=Failed'],
  ['Failures by cause', '#/failures'],
  ['Failures of last night', '#/failures?ended=night'],
  ['Start a job', '#/start'],
  ['Schedules', '#/schedules'],
  ['New schedule', '#/schedules/new'],
  ['Overview', '#/overview', 'operator'],
  ['Nodes', '#/nodes', 'operator'],
  ['Workers', '#/workers', 'operator'],
  ['Catalogue', '#/catalogue'],
  ['Metrics', '#/metrics', 'operator'],
];

let dialog = null;

/** Opens the palette on Ctrl-K or Cmd-K, unless another dialog is open. */
export function listenForPalette() {
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      openPalette();
    }
  });
  events.addEventListener('token', () => dialog?.close());
}

export function openPalette() {
  if (!document.querySelector('dialog[open]')) {
    dialog = new Palette().element;
    document.body.append(dialog);
    dialog.showModal();
  }
}

const item = (kind, text, run, more = '') => ({ kind, text, run, more });
const goTo = (kind, text, address, more) => item(kind, text, () => (location.hash = address), more);

class Palette {
  constructor() {
    this.items = pages();
    this.jobs = [];
    this.input = h('input', {
      role: 'combobox',
      'aria-expanded': 'true',
      'aria-controls': 'palette-list',
      'aria-autocomplete': 'list',
      'aria-label': 'Go to, or do',
      placeholder: 'A page, an id, an operation, a label, a node…',
      autocomplete: 'off',
      spellcheck: 'false',
    });
    this.list = h('div', { id: 'palette-list', role: 'listbox', 'aria-label': 'Found' });
    this.notice = h('div');
    this.element = h(
      'dialog',
      { class: 'palette', 'aria-label': 'Go to, or do' },
      this.input,
      this.list,
      this.notice,
    );
    this.input.addEventListener('input', () => this.typed());
    this.input.addEventListener('keydown', (event) => this.press(event));
    this.element.addEventListener('click', (event) => {
      if (event.target === this.element) {
        this.element.close();
      }
    });
    this.element.addEventListener('close', () => {
      clearTimeout(this.timer);
      this.element.remove();
      dialog = null;
    });
    this.draw();
    this.load();
  }

  /** Adds what the server knows; each part comes when it is there. */
  load() {
    const add = (more) => {
      this.items.push(...more);
      this.draw();
    };
    const ignore = () => {};
    catalogue().then((all) => add(all.flatMap(operationItems)));
    getIfThere(`job?limit=${MAX_LABELS}`).then((page) => page && add(labelItems(page)), ignore);
    if (isInGroup('operator')) {
      getIfThere('node').then((found) => found && add(found.items.map(nodeItem)), ignore);
    }
  }

  typed() {
    this.chosen = 0;
    this.jobs = [];
    this.draw();
    clearTimeout(this.timer);
    const text = this.input.value.trim();
    if (ID_PART.test(text)) {
      this.timer = setTimeout(() => this.findJobs(text), TYPING_MILLIS);
    }
  }

  async findJobs(text) {
    const query = new URLSearchParams({ text, limit: 5 });
    const page = await getIfThere(`job?${query}`).catch(() => null);
    if (page && this.input.value.trim() === text) {
      this.jobs = page.items.map(jobItem);
      this.draw();
    }
  }

  found() {
    const text = this.input.value.trim();
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const matching = this.items.filter(({ kind, text: name }) => {
      const whole = `${kind} ${name}`.toLowerCase();
      return words.every((word) => whole.includes(word));
    });
    const search = text && (isWholeId(text) ? 'Open the job' : `Search jobs for “${text}”`);
    return [
      ...this.jobs,
      ...matching.slice(0, MAX_SHOWN),
      ...(search ? [goTo('Search', search, searchAddress(text))] : []),
    ];
  }

  draw() {
    this.shown = this.found();
    this.chosen = Math.min(this.chosen ?? 0, Math.max(0, this.shown.length - 1));
    this.list.replaceChildren(
      ...this.shown.map(({ kind, text, more }, i) =>
        h(
          'div',
          {
            id: `palette-${i}`,
            role: 'option',
            'aria-selected': String(i === this.chosen),
            onclick: () => this.run(i),
          },
          h('span', { class: 'kind' }, kind),
          h('span', { class: 'text' }, text),
          more && h('span', { class: 'quiet' }, more),
        ),
      ),
    );
    if (this.shown.length > 0) {
      this.input.setAttribute('aria-activedescendant', `palette-${this.chosen}`);
    } else {
      this.input.removeAttribute('aria-activedescendant');
    }
    this.list.children[this.chosen]?.scrollIntoView({ block: 'nearest' });
  }

  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.chosen = (this.chosen + step + this.shown.length) % Math.max(1, this.shown.length);
      this.draw();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.run(this.chosen);
    }
  }

  async run(index) {
    const wanted = this.shown[index];
    if (!wanted) {
      return;
    }
    // An action may open a dialog of its own, which must not be below this one.
    if (wanted.kind !== 'Resume') {
      this.element.close();
      wanted.run();
      return;
    }
    try {
      await wanted.run();
      this.element.close();
    } catch (error) {
      this.notice.replaceChildren(problemNote(error));
    }
  }
}

const pages = () => [
  ...savedViews().map(({ name, address }) => goTo('View', name, address)),
  ...PAGES.filter(([, , group]) => !group || isInGroup(group)).map(([text, address]) =>
    goTo('Page', text, address),
  ),
];

function operationItems({ name, title, paused }) {
  const change = paused
    ? item('Resume', name, () => resumeOperation(name), title)
    : item('Pause', name, () => pauseOperation(name), title);
  return [
    goTo('Operation', name, `#/operation/${name}`, title),
    goTo('Start', name, `#/start/${name}`, title),
    goTo('Jobs of', name, `#/jobs?operation=${name}`, title),
    ...(isInGroup('operator') ? [change] : []),
  ];
}

function labelItems(page) {
  const labels = page.items.flatMap((job) =>
    Object.entries(job.labels).map(([key, value]) => `${key}:${value}`),
  );
  return [...new Set(labels)].map((label) =>
    goTo('Label', label, `#/jobs?${new URLSearchParams({ label })}`),
  );
}

const nodeItem = ({ id, name, alive }) =>
  goTo('Node', name, `#/jobs?node=${id}`, alive ? 'what runs there' : 'gone');

const jobItem = (job) =>
  goTo(
    'Job',
    `${job.operation} …${job.id.slice(-8)}`,
    `#/job/${job.id}`,
    `${STATUS[job.status]} ${tellingLine(job.error?.message ?? '')}`,
  );

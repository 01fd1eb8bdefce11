// The workers elsewhere: who they are, what they do, and which jobs they hold.
import { get } from '../net/api.js';
import { every } from '../net/repeat.js';
import { tableHead } from '../ui/components.js';
import { h, redraw } from '../ui/dom.js';
import { fullTime } from '../ui/times.js';

const POLL_MILLIS = 3000;
const SHOWN_LEASES = 10;

export const workersPage = { path: /^\/workers$/, tab: 'workers', title: 'Workers', open };

async function open(main, address, signal) {
  const page = new WorkersPage(signal);
  await page.refresh();
  main.replaceChildren(page.element);
  await every(POLL_MILLIS, signal, () => page.refresh());
}

class WorkersPage {
  constructor(signal) {
    this.signal = signal;
    this.content = h('div');
    this.element = h(
      'div',
      {},
      h('div', { class: 'head' }, h('h1', {}, 'Workers')),
      h(
        'p',
        { class: 'lead' },
        'Programs elsewhere that work jobs off over HTTP, as far as they were heard within the last hour.',
      ),
      this.content,
    );
  }

  async refresh() {
    const { items } = await get('worker', { signal: this.signal });
    const text = JSON.stringify(items);
    if (text !== this.text) {
      this.text = text;
      redraw(this.content, [items.length > 0 ? table(items) : nobody()]);
    }
  }
}

const nobody = () =>
  h('p', { class: 'empty' }, 'No worker has asked for jobs within the last hour.');

const table = (workers) =>
  h(
    'section',
    { class: 'card', 'aria-label': 'Workers' },
    h(
      'table',
      { class: 'stack' },
      tableHead(['Worker', 'Caller', 'Does', 'Jobs it holds', 'Last heard', 'Since']),
      h('tbody', {}, workers.map(row)),
    ),
  );

const row = ({ name, caller, operations, leases, seenAt, since }) =>
  h(
    'tr',
    {},
    h('th', { scope: 'row' }, name ?? 'without a name'),
    cell('Caller', caller),
    cell('Does', h('span', {}, listed(operations.map(operationLink)))),
    cell('Jobs it holds', held(leases)),
    cell('Last heard', fullTime(seenAt)),
    cell('Since', fullTime(since)),
  );

const cell = (label, content) => h('td', { 'data-head': label }, content);

const listed = (links) => links.flatMap((link, i) => (i > 0 ? [', ', link] : [link]));

const operationLink = (name) => h('a', { href: `#/operation/${name}` }, name);

function held(leases) {
  if (leases.length === 0) {
    return '–';
  }
  const links = leases.slice(0, SHOWN_LEASES).map(jobLink);
  const more = leases.length - links.length;
  return h('span', {}, listed(links), more > 0 && ` and ${more} more`);
}

const jobLink = ({ job, operation }) =>
  h('a', { href: `#/job/${job}`, title: job, 'data-key': job }, `${operation} …${job.slice(-8)}`);

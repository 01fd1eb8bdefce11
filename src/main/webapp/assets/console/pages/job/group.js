// What became of a group's members: how many are where, as one bar; why some failed; the latest.
import { get, getIfThere } from '../../net/api.js';
import { hasEnded } from '../../net/job-status.js';
import { every } from '../../net/repeat.js';
import { h, redraw, svg } from '../../ui/dom.js';
import { STATUS, number } from '../../ui/format.js';
import { runItem } from './runs.js';

const WIDTH = 1000;
const HEIGHT = 20;
// A single one of a million is still to be seen.
const MIN_WIDTH = 6;
const MAX_MEMBERS = 10;
const REFRESH_MILLIS = 5000;
const ENDED_MILLIS = 60_000;

export class Group {
  constructor(id, signal) {
    this.id = id;
    this.signal = signal;
    this.bar = h('div');
    this.causes = h('div');
    this.latest = h('div');
    this.element = h(
      'section',
      { class: 'card members-card', 'aria-label': 'Jobs of the group', hidden: true },
      h('h2', {}, 'Jobs of the group'),
      this.bar,
      this.causes,
      this.latest,
    );
  }

  /** Shows the counts of the status document; the rest is read every few seconds. */
  update(job) {
    this.job = job;
    if (!job.members) {
      return;
    }
    if (this.element.hidden) {
      this.element.hidden = false;
      this.watch();
    }
    const text = JSON.stringify(job.members);
    if (text !== this.text) {
      this.text = text;
      redraw(this.bar, [statusBar(this.id, job.members)]);
    }
  }

  watch() {
    every(
      () => (hasEnded(this.job) ? ENDED_MILLIS : REFRESH_MILLIS),
      this.signal,
      () => this.refresh(),
    ).catch((error) => this.latest.replaceChildren(h('p', { class: 'quiet' }, error.message)));
  }

  async refresh() {
    const { id, signal } = this;
    const [failures, list] = await Promise.all([
      getIfThere(`job/failures?group=${id}`, { signal }),
      get(`job?group=${id}&limit=${MAX_MEMBERS}`, { signal }),
    ]);
    const text = JSON.stringify([failures, list.items]);
    if (text !== this.details) {
      this.details = text;
      redraw(this.causes, causesOf(id, failures?.items ?? []));
      redraw(this.latest, latestOf(id, list.items, this.job));
    }
  }
}

const listOf = (id, more = {}) => `#/jobs?${new URLSearchParams({ group: id, ...more })}`;

/** The bar is a picture of the list below it, whose items are links. */
function statusBar(id, members) {
  const shown = Object.keys(STATUS).filter((status) => members[status] > 0);
  const total = shown.reduce((sum, status) => sum + members[status], 0);
  const spare = WIDTH - MIN_WIDTH * shown.length;
  let x = 0;
  const parts = shown.map((status) => {
    const width = MIN_WIDTH + (spare * members[status]) / total;
    const part = svg(
      'rect',
      {
        class: status,
        x,
        y: 0,
        width,
        height: HEIGHT,
        onclick: () => (location.hash = listOf(id, { status })),
      },
      svg('title', {}, `${STATUS[status]} ${number(members[status])}`),
    );
    x += width;
    return part;
  });
  return h(
    'div',
    { class: 'statusbar' },
    svg(
      'svg',
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      parts,
    ),
    h(
      'ul',
      { class: 'tabs' },
      shown.map((status) =>
        h(
          'li',
          {},
          h(
            'a',
            { class: `tab ${status}`, href: listOf(id, { status }), 'data-key': status },
            STATUS[status],
            h('span', { class: 'n' }, ` ${number(members[status])}`),
          ),
        ),
      ),
    ),
  );
}

function causesOf(id, causes) {
  return causes.length === 0
    ? []
    : [
        h('h3', {}, 'Why some failed'),
        h(
          'ol',
          { class: 'runs' },
          causes.map((cause) => causeItem(id, cause)),
        ),
        h(
          'p',
          {},
          h('a', { href: `#/failures?group=${id}&ended=all`, 'data-key': 'causes' }, 'All causes'),
        ),
      ];
}

function causeItem(id, { operation, code, line, count }) {
  const href = listOf(id, { status: 'Failed', operation, code });
  return h(
    'li',
    {},
    h('b', { class: 'n' }, number(count)),
    h('a', { class: 'line', href, 'data-key': `${operation} ${code} ${line}` }, line || code),
    h('span', { class: 'quiet' }, operation),
  );
}

function latestOf(id, members, { members: counts }) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    h(
      'h3',
      {},
      total > members.length
        ? `The latest ${number(members.length)} of ${number(total)}`
        : `All ${number(total)}`,
    ),
    h(
      'ul',
      { class: 'runs' },
      members.map((member) => runItem(member)),
    ),
    h('p', {}, h('a', { href: listOf(id), 'data-key': 'all' }, 'All jobs of the group')),
  ];
}

// What comes before a job and after it, as a small picture: the jobs that it waits or has waited
// for, the job, and those that wait for it. The picture is a list for screen readers.
import { getIfThere } from '../../net/api.js';
import { hasEnded } from '../../net/job-status.js';
import { every } from '../../net/repeat.js';
import { h, redraw, svg } from '../../ui/dom.js';
import { STATUS, number } from '../../ui/format.js';

const MAX_SHOWN = 4;
const REFRESH_MILLIS = 5000;
const ENDED_MILLIS = 60_000;

const BOX = { width: 200, height: 44, gapX: 70, gapY: 12 };
const MAX_CHARS = 20;

const ON = { failed: 'goes on if it fails', ended: 'goes on when it ends' };

export class Chain {
  constructor(id, signal) {
    this.id = id;
    this.signal = signal;
    this.element = h('section', { class: 'card', 'aria-label': 'Before and after', hidden: true });
  }

  update(job) {
    const isFirst = !this.job;
    const changed = this.job?.status !== job.status;
    this.job = job;
    if (isFirst) {
      const millis = () => (this.isOpen ? REFRESH_MILLIS : ENDED_MILLIS);
      // What cannot be read is left out: the rest of the page tells of a lost connection.
      every(millis, this.signal, () => this.refresh()).catch(() => {});
    } else if (changed) {
      this.refresh().catch(() => {});
    }
  }

  async refresh() {
    const options = { signal: this.signal };
    const [history, list] = await Promise.all([
      getIfThere(`job/${this.id}/history`, options),
      getIfThere(`job?after=${this.id}&limit=${MAX_SHOWN}&counts=true`, options),
    ]);
    const after = history?.after ?? [];
    const before = await Promise.all(
      after.slice(0, MAX_SHOWN).map(async ({ job, on }) => {
        const known = await getIfThere(`job/${job}/status`, options);
        return { ...(known ?? { id: job }), on };
      }),
    );
    const children = list?.items ?? [];
    const more = moreOf(list, children.length);
    const rest = after.slice(MAX_SHOWN);
    const jobs = [...before, this.job, ...children];
    const isShown = before.length + children.length > 0;
    this.isOpen = isShown && jobs.some((job) => job.status && !hasEnded(job));
    const text = JSON.stringify([jobs.map(({ id, status }) => [id, status]), more]);
    if (text === this.text) {
      return;
    }
    this.text = text;
    this.element.hidden = !isShown;
    if (isShown) {
      redraw(this.element, content(before, this.job, children, rest, more));
    }
  }
}

/** How many jobs wait for this one beyond those shown: "97", "9,996 or more", or empty. */
function moreOf(list, shown) {
  const counts = Object.values(list?.counts ?? {});
  const total = counts.reduce((sum, count) => sum + Number.parseInt(count, 10), 0);
  const isMore = counts.some((count) => typeof count === 'string');
  return total > shown ? `${number(total - shown)}${isMore ? ' or more' : ''}` : '';
}

function content(before, job, children, rest, more) {
  return [
    h('h2', {}, 'Before and after'),
    h(
      'div',
      { class: 'chain', role: 'region', 'aria-label': 'Picture', tabindex: 0 },
      picture(before, job, children),
    ),
    rest.length > 0 &&
      h(
        'details',
        {},
        h('summary', {}, `and ${number(rest.length)} more before it`),
        h(
          'p',
          {},
          rest.map(({ job: id }, i) => [i > 0 && ', ', h('a', { href: `#/job/${id}` }, short(id))]),
        ),
      ),
    more &&
      h(
        'p',
        {},
        h('a', { href: `#/jobs?after=${job.id}`, 'data-key': 'more' }, `and ${more} more after it`),
      ),
  ].filter(Boolean);
}

const short = (id) => `…${id.slice(-8)}`;
const clipped = (text) => (text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS - 1)}…` : text);

/** Three columns of boxes: before, the job, after; a column without boxes is left out. */
function picture(before, job, children) {
  const columns = [before, [job], children].filter((column) => column.length > 0);
  const rows = Math.max(...columns.map((column) => column.length));
  const height = rows * (BOX.height + BOX.gapY) - BOX.gapY + 4;
  const width = columns.length * (BOX.width + BOX.gapX) - BOX.gapX + 4;
  const placed = columns.map((column, i) => {
    const top = (height - column.length * (BOX.height + BOX.gapY) + BOX.gapY) / 2;
    return column.map((each, row) => ({
      job: each,
      x: 2 + i * (BOX.width + BOX.gapX),
      y: top + row * (BOX.height + BOX.gapY),
    }));
  });
  const lines = placed
    .slice(1)
    .flatMap((to, i) => placed[i].flatMap((from) => to.map((end) => line(from, end))));
  const words = (each) =>
    each === job ? 'This job' : before.includes(each) ? 'Before it' : 'After it';
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, role: 'list', 'aria-label': 'Jobs' },
    svg('g', { 'aria-hidden': 'true' }, lines),
    placed.flat().map((place) => box(place, words(place.job), place.job === job)),
  );
}

function line(from, to) {
  const x = from.x + BOX.width;
  const y = from.y + BOX.height / 2;
  const end = to.y + BOX.height / 2;
  const middle = x + BOX.gapX / 2;
  return svg('path', {
    class: 'line',
    d: `M ${x} ${y} C ${middle} ${y}, ${middle} ${end}, ${to.x} ${end}`,
  });
}

function box({ job, x, y }, place, isThis) {
  const { id, operation = 'no longer there', status, on } = job;
  const second = [STATUS[status], short(id)].filter(Boolean).join(' · ');
  const spoken = `${place}: ${operation} ${short(id)}, ${STATUS[status] ?? 'gone'}`;
  const said = ON[on] ? `${spoken}; this job ${ON[on]}` : spoken;
  const shape = [
    svg('title', {}, said),
    svg('rect', { x, y, width: BOX.width, height: BOX.height, rx: 8 }),
    mark(status, x + 16, y + BOX.height / 2),
    svg('text', { x: x + 32, y: y + 19 }, clipped(operation)),
    svg('text', { class: 'quiet', x: x + 32, y: y + 35 }, second),
  ];
  return svg(
    'g',
    { role: 'listitem', class: `box ${status ?? 'gone'}${isThis ? ' this' : ''}` },
    isThis || !status
      ? svg('g', { role: 'img', 'aria-label': said }, shape)
      : svg('a', { href: `#/job/${id}`, 'aria-label': said, 'data-key': id }, shape),
  );
}

/** The mark of a badge: by its shape too, for colour alone would not reach everybody. */
function mark(status, x, y) {
  switch (status) {
    case 'Failed':
      return svg('path', { class: 'mark', d: `M ${x} ${y - 6} l 6 6 l -6 6 l -6 -6 z` });
    case 'Canceled':
      return svg('path', { class: 'mark', d: `M ${x - 6} ${y - 1} h 12 v 2 h -12 z` });
    default:
      return svg('circle', { class: 'mark', cx: x, cy: y, r: 5 });
  }
}

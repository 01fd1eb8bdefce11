// The figures of an operation over time, as charts: what was made and ended, how long jobs waited
// and ran, and how many slots were taken.
import { jobsOfTime } from '../../net/job-filter.js';
import { h } from '../../ui/dom.js';
import { CLOCK, duration, number } from '../../ui/format.js';
import { TimeChart } from '../../ui/time-chart.js';

const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** The two spans of figures, by the value of `by`. */
export const SPANS = {
  minute: { name: 'Last hour', each: 'a minute', columns: 60 },
  hour: { name: '30 days', each: 'an hour', columns: 30 * 24 },
};

const ENDED = [
  { name: 'Succeeded', member: 'succeeded', mark: 'good', kind: 'block' },
  { name: 'Failed', member: 'failed', mark: 'bad', kind: 'block' },
  { name: 'Cancelled', member: 'canceled', mark: 'quiet', kind: 'block' },
  { name: 'Made', member: 'made', mark: 'accent', kind: 'line' },
];
const QUANTILES = [
  { name: 'p50', mark: 'accent', kind: 'line' },
  { name: 'p95', mark: 'wait', kind: 'line', dash: 'dashed' },
  { name: 'p99', mark: 'bad', kind: 'line', dash: 'dotted' },
];
const SLOTS = [
  { name: 'Its runs', member: 'slotsTaken', mark: 'accent', kind: 'block' },
  { name: 'All runs', member: 'slotsInUse', mark: 'wait', kind: 'line', dash: 'dashed' },
  { name: 'There are', member: 'slots', mark: 'quiet', kind: 'line' },
];

export class Charts {
  constructor(operation, by, signal) {
    this.by = SPANS[by] ? by : 'minute';
    const { each } = SPANS[this.by];
    const address = (time) => jobsOfTime({ operation }, time, this.seconds);
    const chart = (options) => new TimeChart({ ...options, address }, signal);
    const quantiles = { series: QUANTILES, words: duration, isTime: true };
    this.ended = chart({ title: 'Throughput', unit: `jobs ${each}`, series: ENDED });
    this.waits = chart({ title: 'Waiting', unit: 'from due to its start', ...quantiles });
    this.runs = chart({ title: 'Running', unit: 'each attempt', ...quantiles });
    this.slots = chart({ title: 'Slots', unit: 'taken, on average', series: SLOTS, words: tenths });
    this.element = h(
      'section',
      { class: 'figures', 'aria-label': 'Figures' },
      this.tabs(operation),
      h(
        'div',
        { class: 'charts' },
        [this.ended, this.slots, this.waits, this.runs].map(({ element }) => element),
      ),
    );
  }

  tabs(operation) {
    return h(
      'nav',
      { class: 'tabs', 'aria-label': 'Figures of' },
      Object.entries(SPANS).map(([by, { name }]) =>
        h(
          'a',
          {
            class: 'tab',
            href: `#/operation/${operation}?by=${by}`,
            'aria-current': by === this.by ? 'true' : null,
          },
          name,
        ),
      ),
    );
  }

  show({ at, seconds, items }) {
    this.seconds = seconds;
    const { columns } = SPANS[this.by];
    const last = Math.floor(Date.parse(at) / 1000 / seconds) * seconds;
    const times = Array.from({ length: columns }, (_, i) => last - (columns - 1 - i) * seconds);
    const byTime = new Map(items.map((item) => [Date.parse(item.begin) / 1000, item]));
    const column = (value) => times.map((time) => value(byTime.get(time)));
    const common = {
      times,
      tickText: (time) => (seconds < 3600 ? CLOCK : DAY).format(time * 1000),
      timeText: (time) => MOMENT.format(time * 1000),
    };
    this.showEnded(common, column);
    this.showTimes(this.waits, 'waits', common, column);
    this.showTimes(this.runs, 'runs', common, column);
    this.showSlots(common, column);
  }

  showEnded(common, column) {
    const values = ENDED.map(({ member }) => column((item) => item?.[member] ?? 0));
    const summary = ENDED.map(({ name }, i) => `${name} ${number(sum(values[i]))}`);
    this.ended.show({ ...common, values, summary });
  }

  showTimes(chart, member, common, column) {
    // A logarithm has no zero: less than a millisecond is drawn as one.
    const shown = (seconds) => (seconds === undefined ? null : Math.max(seconds, 0.001));
    const values = QUANTILES.map(({ name }) => column((item) => shown(item?.[member][name])));
    const latest = values.map((all) => all.findLast((value) => value !== null));
    const summary = QUANTILES.map(({ name }, i) =>
      latest[i] === undefined ? name : `${name} ${duration(latest[i])}`,
    );
    chart.show({ ...common, values, summary });
  }

  showSlots(common, column) {
    const values = SLOTS.map(({ member }) =>
      withoutCurrent(column((item) => item?.[member] ?? null)),
    );
    values[0] = values[0].map((value) => value ?? 0);
    const busiest = SLOTS.map(({ name }, i) => `${name} ${tenths(Math.max(0, ...values[i]))}`);
    this.slots.show({ ...common, values, summary: busiest });
  }
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
/** Nodes tell their slots some seconds late, which the current minute is too short for. */
function withoutCurrent(values) {
  const isFirst = values.slice(0, -1).every((value) => value === null);
  return isFirst ? values : [...values.slice(0, -1), null];
}

const tenths = (value) => number(Math.round(value * 10) / 10);

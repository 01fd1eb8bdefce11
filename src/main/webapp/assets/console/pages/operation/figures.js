// How an operation's jobs fare: their numbers, the last hour, and the failures of a day.
import { idOf } from '../../net/api.js';
import { barChart } from '../../ui/chart.js';
import { facts } from '../../ui/components.js';
import { h } from '../../ui/dom.js';
import { STATUS, duration, number, time, timeElement } from '../../ui/format.js';

const MINUTES = 60;

/** Counts of all times; the overview adds what is usual. */
export function tiles(name, counts, overview) {
  const known = overview?.operations.find((operation) => operation.name === name);
  const tile = (status, more) =>
    h(
      'li',
      {
        class: `tile ${status === 'Failed' && Number.parseInt(counts[status], 10) > 0 ? 'bad' : ''}`,
      },
      h(
        'a',
        { href: `#/jobs?operation=${name}&status=${status}`, 'data-key': status },
        h('span', {}, STATUS[status]),
        h('b', {}, typeof counts[status] === 'number' ? number(counts[status]) : counts[status]),
        h('small', {}, more),
      ),
    );
  const usual =
    known?.usualRunSeconds === undefined
      ? 'of all that are kept'
      : `usually ${duration(known.usualRunSeconds)}`;
  return (
    counts &&
    h(
      'ul',
      { class: 'tiles' },
      tile('NotStarted', 'for a slot, or their time'),
      tile('Running', usual),
      tile('Succeeded', 'of all that are kept'),
      tile('Failed', 'of all that are kept'),
    )
  );
}

export function endedCard(name, overview) {
  const last = Date.parse(overview.minute) / 60000;
  const values = { succeeded: zeros(), failed: zeros(), canceled: zeros() };
  const sums = { wait: [], run: [] };
  for (const minute of overview.minutes.filter((each) => each.operation === name)) {
    const index = MINUTES - 1 - (last - Date.parse(minute.minute) / 60000);
    if (index >= 0) {
      Object.keys(values).forEach((kind) => (values[kind][index] += minute[kind]));
      sums.wait.push(minute.meanWaitSeconds);
      sums.run.push(minute.meanRunSeconds);
    }
  }
  const total = (kind) => values[kind].reduce((sum, value) => sum + value, 0);
  const at = (i) => time(new Date((last - MINUTES + 1 + i) * 60000).toISOString());
  const words = Object.keys(values).map((kind) => `${number(total(kind))} ${WORDS[kind]}`);
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'ended-title' },
    h(
      'div',
      { class: 'cardhead' },
      h('h2', { id: 'ended-title' }, 'Ended per minute, in the last hour'),
      h(
        'ul',
        { class: 'legend' },
        Object.keys(values).map((kind) =>
          h('li', { class: kind }, `${number(total(kind))} ${WORDS[kind]}`),
        ),
      ),
    ),
    barChart(
      `Ended per minute in the last hour: ${words.join(', ')}`,
      Object.entries(values).map(([kind, each]) => ({ kind, values: each })),
      90,
      (i) =>
        `${at(i)}\n${Object.keys(values)
          .map((k) => `${values[k][i]} ${WORDS[k]}`)
          .join('\n')}`,
    ),
    h(
      'div',
      { class: 'ticks' },
      ['60 min ago', '30 min', 'now'].map((text) => h('span', {}, text)),
    ),
    facts([
      ['Waits', meanText(sums.wait)],
      ['Runs', meanText(sums.run)],
    ]),
  );
}

const WORDS = { succeeded: 'succeeded', failed: 'failed', canceled: 'cancelled' };
const zeros = () => new Array(MINUTES).fill(0);

function meanText(all) {
  const known = all.filter((value) => value !== undefined && value !== null);
  return known.length === 0
    ? null
    : `${duration(Math.min(...known))} to ${duration(Math.max(...known))} as the mean of a minute`;
}

export function failuresCard(name, { items }) {
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'failures-title' },
    h(
      'div',
      { class: 'cardhead' },
      h('h2', { id: 'failures-title' }, 'Failures of 24 hours'),
      items.length > 0 &&
        h(
          'a',
          {
            href: `#/failures?${new URLSearchParams({ operation: name })}`,
            'data-key': 'failures',
          },
          'All causes',
        ),
    ),
    items.length === 0
      ? h('p', { class: 'quiet' }, 'Nothing has failed.')
      : h(
          'ul',
          { class: 'lines' },
          items.map(({ count, line, code, lastAt, example }) =>
            h(
              'li',
              {},
              h('b', {}, `${number(count)} × `),
              h('a', { href: `#/job/${idOf(example)}`, 'data-key': example }, line || code),
              h('span', { class: 'quiet' }, ' last ', timeElement(lastAt)),
            ),
          ),
        ),
  );
}

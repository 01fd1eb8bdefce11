// How an operation's jobs fare: their numbers, and the failures of a day.
import { idOf } from '../../net/api.js';
import { h } from '../../ui/dom.js';
import { STATUS, duration, number, timeElement } from '../../ui/format.js';

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

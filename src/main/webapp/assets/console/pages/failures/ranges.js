// The time that the page of failures is about, and the filters that came with its address.
import { FILTERS, listAddress } from '../../net/job-filter.js';
import { RANGES } from '../../net/time-range.js';
import { h } from '../../ui/dom.js';
import { filterChip } from '../../ui/filter-words.js';
import { toIso, toLocal } from '../../ui/local-time.js';

const PAGE = '#/failures';
const RANGE_FILTERS = ['ended', 'finishedAfter', 'finishedBefore'];

/** The presets as tabs. */
export function rangeTabs(parameters) {
  const tab = ([ended, text]) =>
    h(
      'a',
      {
        class: 'tab',
        href: listAddress(parameters, { ended, finishedAfter: '', finishedBefore: '' }, PAGE),
        'aria-current': parameters.get('ended') === ended ? 'true' : null,
      },
      text,
    );
  const all = Object.entries({ ...RANGES, all: 'All' });
  return h('nav', { class: 'tabs', 'aria-label': 'When they ended' }, all.map(tab));
}

/** A range by its ends. */
export function ownRange(parameters) {
  const date = (name, label) =>
    h(
      'label',
      { class: 'field' },
      h('span', {}, label),
      h('input', { name, type: 'datetime-local', value: toLocal(parameters.get(name)) }),
    );
  const form = h(
    'form',
    { class: 'filters', 'aria-label': 'Own range' },
    date('finishedAfter', 'Ended after'),
    date('finishedBefore', 'Ended before'),
    h('button', {}, 'Show'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const iso = (name) => toIso(data.get(name));
    const range = { finishedAfter: iso('finishedAfter'), finishedBefore: iso('finishedBefore') };
    location.hash = listAddress(parameters, { ended: '', ...range }, PAGE);
  });
  return h(
    'details',
    { class: 'more', open: !parameters.get('ended') },
    h('summary', { class: 'button quiet' }, 'Own range'),
    form,
  );
}

/** Chips of the other filters in the address, such as an operation. */
export function otherFilters(parameters) {
  const chips = FILTERS.filter((name) => !RANGE_FILTERS.includes(name)).flatMap((name) =>
    parameters.getAll(name).map((value) => {
      const others = parameters.getAll(name).filter((each) => each !== value);
      return filterChip(name, value, listAddress(parameters, { [name]: others }, PAGE));
    }),
  );
  return chips.length > 0 && h('ul', { class: 'chips', 'aria-label': 'Filters in use' }, chips);
}

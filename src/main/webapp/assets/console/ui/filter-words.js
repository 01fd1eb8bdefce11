// A filter of jobs in words.
import { h } from './dom.js';
import { STATUS, time } from './format.js';

const NAMES = {
  status: 'Status',
  operation: 'Operation',
  code: 'Error',
  text: 'Text',
  label: 'Label',
  ended: 'Ended',
  finishedAfter: 'Ended after',
  finishedBefore: 'Ended before',
  createdAfter: 'Created after',
  createdBefore: 'Created before',
  caller: 'Caller',
  group: 'Group',
  rerunOf: 'Run again of',
  after: 'Waits for',
  schedule: 'Schedule',
  node: 'Runs on',
};

/** The member's name and its value for people; `ranges` has the words of `ended`. */
export function filterWords(name, value, ranges) {
  return { name: NAMES[name], value: valueWords(name, value, ranges) };
}

function valueWords(name, value, ranges) {
  switch (name) {
    case 'status':
      return [value]
        .flat()
        .flatMap((each) => each.split(','))
        .map((each) => STATUS[each] ?? each)
        .join(' or ');
    case 'ended':
      return ranges?.[value] ?? value;
    case 'finishedAfter':
    case 'finishedBefore':
    case 'createdAfter':
    case 'createdBefore':
      return Number.isNaN(Date.parse(value)) ? value : time(value);
    case 'group':
    case 'rerunOf':
    case 'after':
    case 'node':
      return `…${value.slice(-8)}`;
    default:
      return value;
  }
}

/** A filter in use, as an item of a list: a link to the address without it. */
export function filterChip(name, value, href, ranges, more = {}) {
  const words = filterWords(name, value, ranges);
  const label = `Remove the filter ${words.name} ${words.value}`;
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'chip', href, 'aria-label': label, 'data-key': `chip-${name}`, ...more },
      h('span', { class: 'quiet' }, words.name),
      h('b', {}, words.value),
      h('span', { 'aria-hidden': 'true' }, '×'),
    ),
  );
}

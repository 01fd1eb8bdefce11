// The operations: what runs and waits, and how their times were in the last hour.
import { sparkline } from '../../ui/chart.js';
import { tableHead } from '../../ui/components.js';
import { h } from '../../ui/dom.js';
import { duration, number } from '../../ui/format.js';
import { cell } from './cell.js';
import { MINUTES, minuteIndex } from './last-hour.js';

export function operationsCard(overview) {
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'operations-title' },
    h('h2', { id: 'operations-title' }, 'Operations'),
    h(
      'table',
      { class: 'stack' },
      tableHead([
        'Operation',
        'Running',
        'Waiting',
        'Time waiting',
        'Time running',
        'Usually runs',
      ]),
      h(
        'tbody',
        {},
        overview.operations.map((operation) => operationRow(operation, overview)),
      ),
    ),
  );
}

function operationRow({ name, running, waiting, usualRunSeconds }, overview) {
  const usual = usualRunSeconds === undefined ? '–' : duration(usualRunSeconds);
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('a', { href: `#/operation/${name}` }, name)),
    cell('Running', jobsLink(name, 'Running', running)),
    cell('Waiting', jobsLink(name, 'NotStarted', waiting)),
    sparkCell('Time waiting', means(overview, name, 'meanWaitSeconds')),
    sparkCell('Time running', means(overview, name, 'meanRunSeconds')),
    cell('Usually runs', usual),
  );
}

/** A number of an operation's jobs, which leads to them. */
const jobsLink = (name, status, count) =>
  h('a', { class: 'number', href: `#/jobs?operation=${name}&status=${status}` }, number(count));

/** An operation's mean of each of the 60 minutes, null where nothing was measured. */
function means(overview, operation, member) {
  const values = new Array(MINUTES).fill(null);
  overview.minutes
    .filter((minute) => minute.operation === operation && minute[member] !== undefined)
    .forEach((minute) => (values[minuteIndex(overview, minute)] = minute[member]));
  return values;
}

function sparkCell(label, values) {
  const latest = values.filter((value) => value !== null).at(-1);
  if (latest === undefined) {
    return h('td', { class: 'quiet', 'data-head': label }, '–');
  }
  const text = `${label} over the last hour, lately ${duration(latest)}`;
  return cell(
    label,
    h(
      'div',
      { class: 'sparkcell' },
      h('span', {}, duration(latest)),
      sparkline(text, values, 'plain'),
    ),
  );
}

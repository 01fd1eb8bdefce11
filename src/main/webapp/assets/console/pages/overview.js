// The overview for operators: running and waiting jobs, the last hour, the operations, the nodes.
import { get } from '../net/api.js';
import { every } from '../net/repeat.js';
import { barChart, sparkline } from '../ui/chart.js';
import { tableHead } from '../ui/components.js';
import { h, morph } from '../ui/dom.js';
import { number, duration, time } from '../ui/format.js';
import { fullTime } from '../ui/times.js';

const MINUTES = 60;
const ENDINGS = [
  ['succeeded', 'Succeeded'],
  ['failed', 'Failed'],
  ['canceled', 'Cancelled'],
];

// The server counts at most every 3 s; on an idle server only heartbeats change.
const BUSY_MILLIS = 3000;
const IDLE_MILLIS = 10_000;

export const overviewPage = { path: /^\/overview$/, tab: 'overview', title: 'Overview', open };

async function open(main, address, signal) {
  const page = h('div', { class: 'overview' });
  // Outside the loop, so that a failure of the first request takes the place of the page at once.
  let first = await get('overview', { signal });
  main.replaceChildren(h('div', { class: 'head' }, h('h1', {}, 'Overview')), page);
  let shown = '';
  let busy = true;
  const millis = () => (busy ? BUSY_MILLIS : IDLE_MILLIS);
  await every(millis, signal, async () => {
    const overview = first ?? (await get('overview', { signal }));
    first = null;
    busy = overview.running + overview.waiting > overview.scheduled;
    const text = JSON.stringify(overview);
    if (text !== shown) {
      shown = text;
      morph(page, draw(overview));
    }
  });
}

function draw(overview) {
  const minutes = lastHour(overview);
  const total = (ending) => overview.minutes.reduce((sum, minute) => sum + minute[ending], 0);
  return [
    tiles(overview, total),
    endedCard(minutes, total),
    operationsCard(overview, minutes),
    nodesCard(overview),
  ];
}

function tiles({ nodes, running, waiting, scheduled }, total) {
  const slots = nodes.filter((node) => node.alive).reduce((sum, node) => sum + node.slots, 0);
  const later = scheduled ? `${number(scheduled)} for a later time` : 'for a free slot';
  const failedKind = total('failed') > 0 ? 'bad' : '';
  return h(
    'ul',
    { class: 'tiles' },
    tile('Running', running, 'Running', `on ${number(slots)} slots`),
    tile('Waiting', waiting, 'NotStarted', later),
    tile('Succeeded', total('succeeded'), 'Succeeded', 'in the last hour; the link shows all'),
    tile('Failed', total('failed'), 'Failed', 'in the last hour; the link shows all', failedKind),
  );
}

/** A figure that links to the jobs of a status. */
function tile(name, figure, status, more, kind = '') {
  return h(
    'li',
    { class: `tile ${kind}` },
    h(
      'a',
      { href: `#/jobs?status=${status}` },
      h('span', {}, name),
      h('b', {}, number(figure)),
      h('small', {}, more),
    ),
  );
}

/**
 * The last 60 minutes. `minutes` are those in which something happened, `index` is a minute's
 * place among the 60, `last` the current minute since 1970.
 */
function lastHour(overview) {
  const last = Date.parse(overview.minute) / 60000;
  const index = (minute) => MINUTES - 1 - (last - Date.parse(minute.minute) / 60000);
  return { last, index, minutes: overview.minutes.filter((minute) => index(minute) >= 0) };
}

function endedCard({ last, index, minutes }, total) {
  const values = Object.fromEntries(ENDINGS.map(([ending]) => [ending, zeros()]));
  for (const minute of minutes) {
    ENDINGS.forEach(([ending]) => (values[ending][index(minute)] += minute[ending]));
  }
  const max = Math.max(
    ...zeros().map((_, i) => ENDINGS.reduce((sum, [ending]) => sum + values[ending][i], 0)),
  );
  const at = (i) => time(new Date((last - MINUTES + 1 + i) * 60000).toISOString());
  const tooltip = (i) =>
    `${at(i)}\n${ENDINGS.map(([ending, name]) => `${name}: ${values[ending][i]}`).join('\n')}`;
  const totals = ENDINGS.map(([ending, name]) => `${number(total(ending))} ${name.toLowerCase()}`);
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'ended-title' },
    h(
      'div',
      { class: 'cardhead' },
      h(
        'h2',
        { id: 'ended-title' },
        'Ended per minute',
        max > 0 && h('small', {}, ` up to ${number(max)}`),
      ),
      h(
        'ul',
        { class: 'legend' },
        ENDINGS.map(([ending, name]) =>
          h('li', { class: ending }, `${name} ${number(total(ending))}`),
        ),
      ),
    ),
    barChart(
      `Ended per minute in the last hour: ${totals.join(', ')}`,
      ENDINGS.map(([ending]) => ({ kind: ending, values: values[ending] })),
      120,
      tooltip,
    ),
    h(
      'div',
      { class: 'ticks' },
      ['60 min ago', '30 min', 'now'].map((text) => h('span', {}, text)),
    ),
  );
}

const zeros = () => new Array(MINUTES).fill(0);

function operationsCard(overview, lastHour) {
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
        overview.operations.map((operation) => operationRow(operation, lastHour)),
      ),
    ),
  );
}

function operationRow({ name, running, waiting, usualRunSeconds }, lastHour) {
  const usual = usualRunSeconds === undefined ? '–' : duration(usualRunSeconds);
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('a', { href: `#/operation/${name}` }, name)),
    cell('Running', jobsLink(name, 'Running', running)),
    cell('Waiting', jobsLink(name, 'NotStarted', waiting)),
    sparkCell('Time waiting', means(lastHour, name, 'meanWaitSeconds')),
    sparkCell('Time running', means(lastHour, name, 'meanRunSeconds')),
    cell('Usually runs', usual),
  );
}

/** A number of an operation's jobs, which leads to them. */
const jobsLink = (name, status, count) =>
  h('a', { class: 'number', href: `#/jobs?operation=${name}&status=${status}` }, number(count));

/** An operation's mean of each of the 60 minutes, null where nothing was measured. */
function means({ index, minutes }, operation, member) {
  const values = new Array(MINUTES).fill(null);
  minutes
    .filter((minute) => minute.operation === operation && minute[member] !== undefined)
    .forEach((minute) => (values[index(minute)] = minute[member]));
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

/** On a narrow screen a row is a list, and each cell shows its column's name. */
function cell(label, content) {
  return h('td', { 'data-head': label }, content);
}

function nodesCard(overview) {
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'nodes-title' },
    h(
      'div',
      { class: 'cardhead' },
      h('h2', { id: 'nodes-title' }, 'Nodes'),
      h('a', { href: '#/nodes' }, 'What runs there, and draining'),
    ),
    h(
      'table',
      { class: 'stack' },
      tableHead(['Node', 'Roles', 'Slots in use', 'Last heartbeat', 'Started']),
      h('tbody', {}, overview.nodes.map(nodeRow)),
    ),
  );
}

function nodeRow(node) {
  const roles = node.roles.map((role) => h('span', { class: 'role' }, role));
  const alive = h(
    'span',
    { class: `dot ${node.alive ? 'good' : 'bad'}` },
    node.alive ? 'Alive' : 'Gone',
  );
  return h(
    'tr',
    { class: node.alive ? '' : 'gone' },
    h('th', { scope: 'row' }, alive, node.name),
    cell('Roles', h('span', {}, roles)),
    cell('Slots in use', node.slots === 0 ? '–' : slotsInUse(node)),
    cell('Last heartbeat', fullTime(node.seenAt)),
    cell('Started', fullTime(node.startedAt)),
  );
}

function slotsInUse(node) {
  return h(
    'span',
    { class: 'slots' },
    h('meter', {
      max: node.slots,
      value: node.slotsInUse,
      'aria-label': `Slots in use on ${node.name}`,
    }),
    `${node.slotsInUse} of ${node.slots}`,
    node.slotsHeldByCutOffRuns > 0
      ? `, and ${node.slotsHeldByCutOffRuns} held by runs that were cut off`
      : '',
  );
}

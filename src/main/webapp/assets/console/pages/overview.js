// All nodes and queues at a glance.
import { h, become } from '../ui/dom.js';
import { get, every } from '../net/api.js';
import { number, duration, time } from '../ui/format.js';
import { both } from '../ui/times.js';
import { bars, line } from '../ui/chart.js';

const MINUTES = 60;
const KINDS = [
  ['succeeded', 'Succeeded'],
  ['failed', 'Failed'],
  ['canceled', 'Cancelled'],
];

export async function overviewPage(main, _, signal) {
  const page = h('div', { class: 'overview' });
  // Where there is no first answer, that is what the page says.
  let first = await get('overview', { signal });
  main.replaceChildren(h('div', { class: 'head' }, h('h1', {}, 'Overview')), page);
  let known = '';
  let busy = true;
  // The server counts anew every few seconds; idle, it is heartbeats that are seen.
  await every(
    () => (busy ? 3000 : 10_000),
    signal,
    async () => {
      const overview = first ?? (await get('overview', { signal }));
      first = null;
      busy = overview.running + overview.waiting > overview.scheduled;
      const text = JSON.stringify(overview);
      if (text !== known) {
        known = text;
        become(page, draw(overview));
      }
    },
  );
}

function draw(overview) {
  const minutes = series(overview);
  const alive = overview.nodes.filter((node) => node.alive);
  const slots = alive.reduce((sum, node) => sum + node.slots, 0);
  const total = (kind) => overview.minutes.reduce((sum, minute) => sum + minute[kind], 0);
  return [
    h(
      'ul',
      { class: 'tiles' },
      tile(
        'Running',
        number(overview.running),
        '#/jobs?status=Running',
        `on ${number(slots)} slots`,
      ),
      tile(
        'Waiting',
        number(overview.waiting),
        '#/jobs?status=NotStarted',
        overview.scheduled ? `${number(overview.scheduled)} for a later time` : 'for a free slot',
      ),
      tile('Succeeded', number(total('succeeded')), '#/jobs?status=Succeeded', 'in the last hour'),
      tile(
        'Failed',
        number(total('failed')),
        '#/jobs?status=Failed',
        'in the last hour',
        total('failed') > 0 ? 'bad' : '',
      ),
    ),
    ended(minutes, total),
    operations(overview, minutes),
    nodes(overview),
  ];
}

function tile(name, figure, href, more, kind = '') {
  return h(
    'li',
    { class: `tile ${kind}` },
    h('a', { href }, h('span', {}, name), h('b', {}, figure), h('small', {}, more)),
  );
}

/** The last hour as minutes, those in which nothing happened too. */
function series(overview) {
  const last = Date.parse(overview.minute) / 60000;
  const slot = (minute) => MINUTES - 1 - (last - Date.parse(minute.minute) / 60000);
  return { last, slot, all: overview.minutes.filter((minute) => slot(minute) >= 0) };
}

function ended({ last, slot, all }, total) {
  const values = Object.fromEntries(KINDS.map(([kind]) => [kind, new Array(MINUTES).fill(0)]));
  all.forEach((minute) => KINDS.forEach(([kind]) => (values[kind][slot(minute)] += minute[kind])));
  const at = (i) => time(new Date((last - MINUTES + 1 + i) * 60000).toISOString());
  const most = Math.max(
    ...values.succeeded.map((_, i) => KINDS.reduce((sum, [kind]) => sum + values[kind][i], 0)),
  );
  const label = `Ended per minute in the last hour: ${KINDS.map(([kind, name]) => `${number(total(kind))} ${name.toLowerCase()}`).join(', ')}`;
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
        most > 0 && h('small', {}, ` up to ${number(most)}`),
      ),
      h(
        'ul',
        { class: 'legend' },
        KINDS.map(([kind, name]) => h('li', { class: kind }, `${name} ${number(total(kind))}`)),
      ),
    ),
    bars(
      label,
      KINDS.map(([kind]) => ({ kind, values: values[kind] })),
      120,
      (i) => `${at(i)}\n${KINDS.map(([kind, name]) => `${name}: ${values[kind][i]}`).join('\n')}`,
    ),
    h(
      'div',
      { class: 'ticks' },
      h('span', {}, '60 min ago'),
      h('span', {}, '30 min'),
      h('span', {}, 'now'),
    ),
  );
}

function operations(overview, minutes) {
  const cell = (label, values) => {
    const there = values.filter((v) => v !== null);
    if (there.length === 0) {
      return h('td', { class: 'quiet', 'data-head': label }, '–');
    }
    const latest = there.at(-1);
    return h(
      'td',
      { 'data-head': label },
      h(
        'div',
        { class: 'sparkcell' },
        h('span', {}, duration(latest)),
        line(`${label} over the last hour, lately ${duration(latest)}`, values, 'plain'),
      ),
    );
  };
  const means = (name, member) => {
    const values = new Array(MINUTES).fill(null);
    minutes.all
      .filter((minute) => minute.operation === name && minute[member] !== undefined)
      .forEach((minute) => (values[minutes.slot(minute)] = minute[member]));
    return values;
  };
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'operations-title' },
    h('h2', { id: 'operations-title' }, 'Operations'),
    h(
      'table',
      { class: 'stack' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Operation', 'Running', 'Waiting', 'Time waiting', 'Time running', 'Usually runs'].map(
            (text) => h('th', { scope: 'col' }, text),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        overview.operations.map((operation) =>
          h(
            'tr',
            {},
            h(
              'th',
              { scope: 'row' },
              h('a', { href: `#/jobs?operation=${operation.name}` }, operation.name),
            ),
            h('td', { 'data-head': 'Running' }, number(operation.running)),
            h('td', { 'data-head': 'Waiting' }, number(operation.waiting)),
            cell('Time waiting', means(operation.name, 'meanWaitSeconds')),
            cell('Time running', means(operation.name, 'meanRunSeconds')),
            h(
              'td',
              { 'data-head': 'Usually runs' },
              operation.usualRunSeconds === undefined ? '–' : duration(operation.usualRunSeconds),
            ),
          ),
        ),
      ),
    ),
  );
}

function nodes(overview) {
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'nodes-title' },
    h('h2', { id: 'nodes-title' }, 'Nodes'),
    h(
      'table',
      { class: 'stack' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Node', 'Roles', 'Slots in use', 'Last heartbeat', 'Started'].map((text) =>
            h('th', { scope: 'col' }, text),
          ),
        ),
      ),
      h(
        'tbody',
        {},
        overview.nodes.map((node) =>
          h(
            'tr',
            { class: node.alive ? '' : 'gone' },
            h(
              'th',
              { scope: 'row' },
              h(
                'span',
                { class: `dot ${node.alive ? 'good' : 'bad'}` },
                node.alive ? 'Alive' : 'Gone',
              ),
              node.name,
            ),
            h(
              'td',
              { 'data-head': 'Roles' },
              h(
                'span',
                {},
                node.roles.map((role) => h('span', { class: 'role' }, role)),
              ),
            ),
            h('td', { 'data-head': 'Slots in use' }, node.slots === 0 ? '–' : slots(node)),
            h('td', { 'data-head': 'Last heartbeat' }, both(node.seenAt)),
            h('td', { 'data-head': 'Started' }, both(node.startedAt)),
          ),
        ),
      ),
    ),
  );
}

function slots(node) {
  return h(
    'span',
    { class: 'slots' },
    h('meter', {
      max: node.slots,
      value: node.slotsInUse,
      'aria-label': `Slots in use on ${node.name}`,
    }),
    `${node.slotsInUse} of ${node.slots}`,
  );
}

// The nodes, with their slots.
import { tableHead } from '../../ui/components.js';
import { h } from '../../ui/dom.js';
import { fullTime } from '../../ui/times.js';
import { cell } from './cell.js';

export function nodesCard(overview) {
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

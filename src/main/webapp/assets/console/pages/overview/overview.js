// The overview for operators: running and waiting jobs, the last hour, the operations, the nodes.
import { get } from '../../net/api.js';
import { every } from '../../net/repeat.js';
import { h, morph } from '../../ui/dom.js';
import { number } from '../../ui/format.js';
import { EndedChart } from './ended-chart.js';
import { nodesCard } from './nodes-card.js';
import { operationsCard } from './operations-card.js';

// The server counts at most every 3 s; on an idle server only heartbeats change.
const BUSY_MILLIS = 3000;
const IDLE_MILLIS = 10_000;

export const overviewPage = { path: /^\/overview$/, tab: 'overview', title: 'Overview', open };

async function open(main, address, signal) {
  const tilesPlace = h('div', {});
  const chart = new EndedChart(signal);
  const cards = h('div', { class: 'overview' });
  // Outside the loop, so that a failure of the first request takes the place of the page at once.
  let first = await get('overview', { signal });
  main.replaceChildren(
    h('div', { class: 'head' }, h('h1', {}, 'Overview')),
    h('div', { class: 'overview' }, tilesPlace, chart.element, cards),
  );
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
      morph(tilesPlace, [tiles(overview)]);
      chart.show(overview);
      morph(cards, [operationsCard(overview), nodesCard(overview)]);
    }
  });
}

function tiles({ nodes, running, waiting, scheduled, minutes }) {
  const total = (ending) => minutes.reduce((sum, minute) => sum + minute[ending], 0);
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

// The nodes, for operators: what runs there, and draining.
import { get, sendJson } from '../net/api.js';
import { every } from '../net/repeat.js';
import { button, problemNote, tableHead } from '../ui/components.js';
import { announce, h, redraw } from '../ui/dom.js';
import { fullTime } from '../ui/times.js';

const POLL_MILLIS = 3000;

export const nodesPage = { path: /^\/nodes$/, tab: 'nodes', title: 'Nodes', open };

async function open(main, address, signal) {
  const page = new NodesPage(signal);
  await page.refresh();
  main.replaceChildren(page.element);
  await every(POLL_MILLIS, signal, () => page.refresh());
}

class NodesPage {
  constructor(signal) {
    this.signal = signal;
    this.body = h('tbody', {});
    this.notice = h('div');
    this.element = h(
      'div',
      {},
      h('div', { class: 'head' }, h('h1', {}, 'Nodes')),
      h(
        'p',
        { class: 'lead' },
        'A node that drains claims no more jobs and finishes what it runs. Then it can be stopped.',
      ),
      this.notice,
      h(
        'section',
        { class: 'card', 'aria-label': 'Nodes' },
        h(
          'table',
          { class: 'stack' },
          tableHead(['Node', 'Roles', 'Slots in use', 'Last heartbeat', 'Started', 'Actions']),
          this.body,
        ),
      ),
    );
  }

  async refresh() {
    const { items } = await get('node', { signal: this.signal });
    const text = JSON.stringify(items);
    if (text !== this.text) {
      this.text = text;
      redraw(
        this.body,
        items.map((node) => this.row(node)),
      );
    }
  }

  row(node) {
    const { id, name, alive, draining, roles, slots, seenAt, startedAt } = node;
    const works = slots > 0;
    return h(
      'tr',
      { class: alive ? '' : 'gone' },
      h('th', { scope: 'row' }, state(node), name),
      cell(
        'Roles',
        h(
          'span',
          {},
          roles.map((role) => h('span', { class: 'role' }, role)),
        ),
      ),
      cell('Slots in use', works ? slotsInUse(node) : '–'),
      cell('Last heartbeat', fullTime(seenAt)),
      cell('Started', fullTime(startedAt)),
      cell(
        'Actions',
        h(
          'div',
          { class: 'actions' },
          works &&
            h(
              'a',
              { class: 'button small', href: `#/jobs?node=${id}`, 'data-key': `jobs-${id}` },
              'What runs there',
            ),
          works && alive && this.drainButton(id, name, draining),
        ),
      ),
    );
  }

  drainButton(id, name, draining) {
    const element = button(draining ? 'Let it claim again' : 'Drain', 'small', async () => {
      element.disabled = true;
      try {
        await sendJson('PATCH', `node/${id}`, { draining: !draining });
        this.notice.replaceChildren();
        announce(draining ? `${name} claims jobs again` : `${name} is draining`);
      } catch (error) {
        this.notice.replaceChildren(problemNote(error));
      }
      element.disabled = false;
      await this.refresh().catch(() => {});
    });
    element.dataset.key = `drain-${id}`;
    element.setAttribute('aria-label', `${draining ? 'Let it claim again' : 'Drain'}: ${name}`);
    return element;
  }
}

function state({ alive, draining, slotsInUse: used }) {
  if (!alive) {
    return h('span', { class: 'dot bad' }, 'Gone');
  }
  if (draining) {
    return h('span', { class: 'dot wait' }, used === 0 ? 'Drained' : 'Draining');
  }
  return h('span', { class: 'dot good' }, 'Alive');
}

const cell = (label, content) => h('td', { 'data-head': label }, content);

const slotsInUse = ({ name, slots, slotsInUse: used }) =>
  h(
    'span',
    { class: 'slots' },
    h('meter', { max: slots, value: used, 'aria-label': `Slots in use on ${name}` }),
    `${used} of ${slots}`,
  );

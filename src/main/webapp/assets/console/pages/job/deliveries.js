// The deliveries of a job's callback: their states, and each try with the receiver's answer.
import { getIfThere, send } from '../../net/api.js';
import { actions, button, tableHead } from '../../ui/components.js';
import { h } from '../../ui/dom.js';
import { duration } from '../../ui/format.js';
import { toSeconds } from '../../ui/iso-duration.js';
import { fullTime } from '../../ui/times.js';

const UNDELIVERED = ['Pending', 'Sending'];

/** The card; `page` has the job, and acts for it. */
export class Deliveries {
  constructor(page) {
    this.page = page;
    this.isDelivering = false;
    this.element = h('section', { class: 'card', 'aria-label': 'Callback', hidden: true });
  }

  async refresh() {
    const { page, element } = this;
    const { callback } = page.job.links;
    const log = callback ? await getIfThere(callback, { signal: page.signal }) : null;
    this.isDelivering = log?.deliveries.some(({ state: each }) => UNDELIVERED.includes(each));
    element.hidden = log === null;
    if (log) {
      const deliverAgain = () =>
        page.act(() => send(`job/${page.id}/callback`, { method: 'POST' }));
      const focused = element.contains(document.activeElement);
      element.replaceChildren(...content(log, deliverAgain));
      if (focused) {
        (element.querySelector('button') ?? page.title).focus({ preventScroll: true });
      }
    }
  }
}

/** `log` is the document at job/{id}/callback. */
function content({ url, deliveries: all = [] }, deliverAgain) {
  const tries = all.flatMap((delivery) => delivery.tries);
  const parts = [
    h('h2', {}, 'Callback'),
    h('p', { class: 'wrap' }, h('code', {}, url)),
    ...all.map(state),
    all.length === 0 && h('p', { class: 'quiet' }, 'It is delivered when the job has ended.'),
    tries.length > 0 &&
      h(
        'table',
        { class: 'stack' },
        tableHead(['When', 'Answer', 'Took']),
        h('tbody', {}, tries.map(tryRow)),
      ),
    all.length > 0 && actions(button('Deliver again', null, deliverAgain)),
  ];
  return parts.filter(Boolean);
}

function state({ state: text, nextTryAt }) {
  return h('p', {}, h('b', {}, text), nextTryAt && [', next try ', dueTime(nextTryAt)]);
}

function tryRow({ at, status, error, latency }) {
  return h(
    'tr',
    {},
    h('td', { 'data-head': 'When' }, fullTime(at)),
    h(
      'td',
      { 'data-head': 'Answer', class: 'wrap' },
      status ? String(status) : '',
      error && ` ${error}`,
    ),
    h('td', { 'data-head': 'Took' }, latency ? duration(toSeconds(latency)) : ''),
  );
}

/** A try that is due already comes with the sender's next poll. */
const dueTime = (iso) => (new Date(iso) > Date.now() ? fullTime(iso) : 'now');

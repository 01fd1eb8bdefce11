// Deliveries of a job's callback.
import { h } from '../../ui/dom.js';
import { duration } from '../../ui/format.js';
import { both } from '../../ui/times.js';
import { toSeconds } from '../../ui/iso-duration.js';

export function callbacks(log, again) {
  const tries = (log.deliveries ?? []).flatMap((delivery) =>
    delivery.tries.map((one) => ({ ...one, delivery })),
  );
  const states = (log.deliveries ?? []).map((delivery) =>
    h(
      'p',
      {},
      h('b', {}, delivery.state),
      delivery.nextTryAt && [', next try ', due(delivery.nextTryAt)],
    ),
  );
  return [
    h('h2', {}, 'Callback'),
    h('p', { class: 'wrap' }, h('code', {}, log.url)),
    states.length ? states : h('p', { class: 'quiet' }, 'It is delivered when the job has ended.'),
    tries.length > 0 &&
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['When', 'Answer', 'Took'].map((text) => h('th', { scope: 'col' }, text)),
          ),
        ),
        h(
          'tbody',
          {},
          tries.map((one) =>
            h(
              'tr',
              {},
              h('td', {}, both(one.at)),
              h('td', {}, one.status ? String(one.status) : '', one.error && ` ${one.error}`),
              h('td', {}, one.latency ? duration(toSeconds(one.latency)) : ''),
            ),
          ),
        ),
      ),
    states.length > 0 &&
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'button', onclick: again }, 'Deliver again'),
      ),
  ]
    .flat()
    .filter(Boolean);
}

/** What should have been by now is about to be. */
const due = (iso) => (new Date(iso) > Date.now() ? both(iso) : 'now');

// What happened to a job, in order.
import { h } from '../../ui/dom.js';
import { hasEnded, isExpired } from '../../net/job-status.js';
import { duration, seconds, size } from '../../ui/format.js';
import { both } from '../../ui/times.js';

const OUTCOME = {
  failed: 'failed, and is tried again',
  crashed: 'was lost with its node; it does not count',
  'handed-back': 'was handed back, for its node was stopped; it does not count',
};

export function story(job, history) {
  const items = [event('Created', job.createdAt)];
  for (const attempt of [...(history?.attempts ?? [])].reverse()) {
    items.push(
      event(
        `Attempt ${attempt.attempt} ${OUTCOME[attempt.outcome]}`,
        attempt.endedAt,
        attempt.outcome === 'failed' ? 'bad' : '',
        attempt.error && h('p', { class: 'why' }, attempt.error.message),
        attempt.node &&
          h(
            'p',
            { class: 'quiet' },
            `on ${attempt.node}`,
            attempt.startedAt && `, after ${duration(seconds(attempt.startedAt, attempt.endedAt))}`,
          ),
      ),
    );
  }
  if (job.startedAt) {
    items.push(
      event(
        `Attempt ${job.attempt} started${history?.node ? ` on ${history.node}` : ''}`,
        job.startedAt,
        '',
        history?.attempts?.length
          ? null
          : h(
              'p',
              { class: 'quiet' },
              `after a wait of ${duration(seconds(job.createdAt, job.startedAt))}`,
            ),
      ),
    );
  } else if (job.status === 'NotStarted') {
    items.push(
      job.startAt && new Date(job.startAt) > Date.now()
        ? event('Not started before its time', job.startAt, 'open')
        : event('Waiting for its turn', null, 'open'),
    );
  }
  if (history?.checkpoint && !hasEnded(job)) {
    items.push(
      event(
        'Checkpoint kept',
        null,
        'open',
        h(
          'p',
          { class: 'quiet' },
          `${size(history.checkpoint.size)}; another attempt goes on from there`,
        ),
      ),
    );
  }
  if (job.cancelRequested) {
    items.push(event('Told to stop', null, 'bad'));
  }
  if (job.finishedAt) {
    const word = { Succeeded: 'Succeeded', Failed: 'Failed', Canceled: 'Cancelled' }[job.status];
    items.push(
      event(
        word,
        job.finishedAt,
        job.status === 'Succeeded' ? 'good' : 'bad',
        job.status === 'Failed' &&
          job.attempt < job.maxAttempts &&
          h('p', { class: 'quiet' }, 'for good: it is not tried again'),
      ),
    );
  }
  if (isExpired(job)) {
    items.push(event('Output expired', job.expiresAt));
  } else if (job.output?.deletedAt) {
    items.push(event('Output deleted', job.output.deletedAt));
  } else if (job.expiresAt) {
    const over = new Date(job.expiresAt) < Date.now();
    items.push(event(over ? 'Expired' : 'Expires', job.expiresAt, over ? '' : 'open'));
  }
  return h('ol', { class: 'story' }, items);
}

function event(text, when, kind = '', ...more) {
  return h('li', { class: kind }, h('div', {}, h('b', {}, text), when && both(when)), more);
}

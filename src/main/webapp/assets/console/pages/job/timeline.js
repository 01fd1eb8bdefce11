// The timeline of a job ("Story" on the page): what happened to it, in order, and what is to come.
import { hasEnded, isExpired } from '../../net/job-status.js';
import { h } from '../../ui/dom.js';
import { duration, seconds, size } from '../../ui/format.js';
import { fullTime } from '../../ui/times.js';

const OUTCOMES = {
  failed: 'failed, and is tried again',
  crashed: 'was heard of for the last time; it was lost with its node, and does not count',
  'handed-back': 'was handed back, for its node was stopped; it does not count',
};

const ENDINGS = { Succeeded: 'Succeeded', Failed: 'Failed', Canceled: 'Cancelled' };

/** `history` is the document at job/{id}/history; null while it is not known. */
export function timeline(job, history) {
  // The history has the latest attempt first.
  const attempts = [...(history?.attempts ?? [])].reverse();
  return h(
    'ol',
    { class: 'story' },
    event('Created', job.createdAt),
    attempts.map(endedAttempt),
    currentAttempt(job, history),
    checkpoint(job, history),
    job.cancelRequested && event('Told to stop', null, 'bad'),
    job.finishedAt && ending(job),
    retention(job),
  );
}

/** One item; `kind` is its CSS class: good, bad, or open for what has not happened yet. */
function event(text, when, kind = '', ...more) {
  return h('li', { class: kind }, h('div', {}, h('b', {}, text), when && fullTime(when)), more);
}

const quiet = (...text) => h('p', { class: 'quiet' }, text);

function endedAttempt({ attempt, outcome, error, node, startedAt, endedAt }) {
  return event(
    `Attempt ${attempt} ${OUTCOMES[outcome]}`,
    endedAt,
    outcome === 'failed' ? 'bad' : '',
    error && h('p', { class: 'why' }, error.message),
    node && quiet(`on ${node}`, startedAt && `, after ${duration(seconds(startedAt, endedAt))}`),
  );
}

function currentAttempt(job, history) {
  if (job.startedAt) {
    if (hasEnded(job) && history?.attempts?.[0]?.startedAt === job.startedAt) {
      return null; // It was lost with its node, and is told among the others.
    }
    const isFirst = !history?.attempts?.length;
    return event(
      `Attempt ${job.attempt} started${history?.node ? ` on ${history.node}` : ''}`,
      job.startedAt,
      '',
      isFirst && quiet(`after a wait of ${duration(seconds(job.createdAt, job.startedAt))}`),
    );
  }
  if (job.status !== 'NotStarted') {
    return null;
  }
  return job.startAt && new Date(job.startAt) > Date.now()
    ? event('Not started before its time', job.startAt, 'open')
    : event('Waiting for its turn', null, 'open');
}

function checkpoint(job, history) {
  if (!history?.checkpoint || hasEnded(job)) {
    return null;
  }
  const text = `${size(history.checkpoint.size)}; another attempt goes on from there`;
  return event('Checkpoint kept', null, 'open', quiet(text));
}

function ending({ status, finishedAt, attempt, maxAttempts }) {
  const isForGood = status === 'Failed' && attempt < maxAttempts;
  return event(
    ENDINGS[status],
    finishedAt,
    status === 'Succeeded' ? 'good' : 'bad',
    isForGood && quiet('for good: it is not tried again'),
  );
}

function retention(job) {
  if (isExpired(job)) {
    return event('Output expired', job.expiresAt);
  }
  if (job.output?.deletedAt) {
    return event('Output deleted', job.output.deletedAt);
  }
  if (!job.expiresAt) {
    return null;
  }
  return new Date(job.expiresAt) < Date.now()
    ? event('Expired', job.expiresAt)
    : event('Expires', job.expiresAt, 'open');
}

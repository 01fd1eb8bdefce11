// What a job waits for, in plain words.
import { h } from './dom.js';
import { timeElement } from './format.js';

const jobLink = (id) => h('a', { href: `#/job/${id}` }, `…${id.slice(-8)}`);

const MANY = 3;

/** One reason for each member of waitingFor, as parts of a sentence. */
export function waitingWords(job) {
  return (job.waitingFor ?? []).map((reason) => {
    switch (reason.kind) {
      case 'suspended':
        return [
          'Suspended',
          reason.since && [' ', timeElement(reason.since)],
          '; it goes on when it is resumed.',
        ];
      case 'operation-paused':
        return [
          'The operation ',
          h('a', { href: `#/operation/${job.operation}` }, job.operation),
          ' is paused',
          reason.reason ? `: ${reason.reason}` : '.',
        ];
      case 'jobs':
        return ['Waits for ', jobsWords(reason.jobs), ' to end.'];
      case 'worker':
        return ['No worker has asked for such a job within the last minute.'];
      default:
        return [`Waits: ${reason.kind}`];
    }
  });
}

function jobsWords(ids) {
  return ids.length > MANY
    ? [jobLink(ids[0]), ` and ${ids.length - 1} other jobs`]
    : ids.map((id, i) => [i > 0 && ', ', jobLink(id)]);
}

/** The same in a few words, for a line of the list. */
export function waitingText({ waitingFor = [] }) {
  return waitingFor
    .map(({ kind, jobs, reason }) => {
      switch (kind) {
        case 'suspended':
          return 'suspended';
        case 'operation-paused':
          return `operation paused${reason ? `: ${reason}` : ''}`;
        case 'jobs':
          return `waits for ${jobs.length === 1 ? 'a job' : `${jobs.length} jobs`}`;
        case 'worker':
          return 'no worker asks for it';
        default:
          return kind;
      }
    })
    .join(', ');
}

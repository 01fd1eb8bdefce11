// The facts of a job: its id, caller, attempts and times.
import { hasEnded } from '../../net/job-status.js';
import { copyButton, facts } from '../../ui/components.js';
import { h } from '../../ui/dom.js';
import { duration, seconds } from '../../ui/format.js';
import { toSeconds } from '../../ui/iso-duration.js';
import { fullTime } from '../../ui/times.js';

export function jobFacts(job) {
  const { id, caller, attempt, maxAttempts, priority, queuePosition } = job;
  const { startedAt, finishedAt, estimatedFinishAt, deadline, timeout } = job;
  const copyId = copyButton('Copy', () => id);
  const attempts =
    attempt > 0 ? `${attempt} of ${maxAttempts}` : `none yet, ${maxAttempts} at most`;
  return facts([
    ['Id', h('span', { class: 'digest' }, h('code', {}, id), copyId)],
    ['Caller', caller],
    ['Attempt', attempts],
    ['Priority', String(priority)],
    ['In the queue', queuePosition ? `no. ${queuePosition} to start` : null],
    ['Timeout', hasEnded(job) ? null : `${duration(toSeconds(timeout))} for each attempt`],
    ['Deadline', deadline ? fullTime(deadline) : null],
    ['Ran', startedAt && finishedAt ? duration(seconds(startedAt, finishedAt)) : null],
    ['Expected end', !hasEnded(job) && estimatedFinishAt ? fullTime(estimatedFinishAt) : null],
  ]);
}

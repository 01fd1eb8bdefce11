// Cancels a job, or deletes its output, after a question that closes when its answer comes too late.
import { get, send } from '../../net/api.js';
import { hasEnded } from '../../net/job-status.js';
import { confirm } from '../../ui/confirm.js';
import { announce } from '../../ui/dom.js';

/** The questions of a job's page; `page` has the job, and acts for it. */
export class Removal {
  constructor(page) {
    this.page = page;
  }

  cancel() {
    this.cancelling = new AbortController();
    return cancelJob(this.page, this.cancelling);
  }

  deleteOutput() {
    this.deleting = new AbortController();
    return deleteOutput(this.page, this.deleting);
  }

  /** Closes a question whose answer would come too late for the job as it is now. */
  closeQuestions(job) {
    if (hasEnded(job)) {
      this.cancelling?.abort();
    }
    if (!job.resourceLocation) {
      this.deleting?.abort();
    }
  }
}

/**
 * Asks, then cancels. DELETE on a job that has ended deletes its output: so the status is read
 * once more before, and the request is sent only while the job has not ended. `closing` is aborted
 * when the job ends.
 */
async function cancelJob(page, closing) {
  const { id, job, signal } = page;
  const wanted = await confirm(
    'Cancel this job?',
    job.startedAt || job.attempt > 0
      ? 'What it has done so far is dropped. There is no way back.'
      : 'It has not started yet. There is no way back.',
    'Cancel the job',
    AbortSignal.any([signal, closing.signal]),
  );
  let sent = false;
  if (wanted) {
    await page.act(async () => {
      page.update(await get(`job/${id}/status`, { signal }));
      sent = !hasEnded(page.job);
      return sent ? send(`job/${id}`, { method: 'DELETE' }) : null;
    });
  }
  page.restoreFocus(!signal.aborted);
  if (closing.signal.aborted && !sent) {
    page.notice.notify(
      'The job has ended meanwhile',
      'Nothing was sent from here, and nothing is lost.',
    );
  }
}

/** Asks, then deletes. `closing` is aborted when the output is gone. */
async function deleteOutput(page, closing) {
  const wanted = await confirm(
    'Delete the output?',
    'Nobody can download it any more. The job’s record stays.',
    'Delete the output',
    AbortSignal.any([page.signal, closing.signal]),
  );
  const request = () => send(`job/${page.id}/output`, { method: 'DELETE' });
  if (wanted && (await page.act(request))) {
    announce('The output is deleted');
  }
}

// The buttons of a job's page: those that fit its state. The same ones again keep their elements,
// and with them the focus.
import { sendJson } from '../../net/api.js';
import { hasEnded, isSuspended } from '../../net/job-status.js';
import { newKey } from '../../net/key.js';
import { button, linkButton } from '../../ui/components.js';
import { announce, h, redraw } from '../../ui/dom.js';
import { editJob } from './edit.js';

export class JobActions {
  /** `page` has the job, acts for it, and shows what comes of that. */
  constructor(page) {
    this.page = page;
    this.element = h('div', { class: 'actions' });
  }

  /** `operation` is what the catalogue says; undefined while that is not known. */
  show(job, operation) {
    this.job = job;
    const wanted = this.wanted(operation);
    if (wanted.join() !== this.shown) {
      this.shown = wanted.join();
      redraw(
        this.element,
        wanted.map((name) => this.draw(name)),
      );
    }
  }

  wanted(operation) {
    const { job } = this;
    if (hasEnded(job)) {
      return ['rerun', 'change', 'edit'];
    }
    const suspended = isSuspended(job);
    const canSuspend =
      !suspended && !job.cancelRequested && (job.status === 'NotStarted' || operation?.suspendable);
    return [
      canSuspend && 'suspend',
      suspended && 'resume',
      'edit',
      !job.cancelRequested && 'cancel',
      'change',
    ].filter(Boolean);
  }

  draw(name) {
    const { job, page } = this;
    const elements = {
      rerun: () => button('Run again', 'primary', () => this.rerun()),
      change: () => linkButton('Run with changes', `#/start/${job.operation}?again=${job.id}`),
      suspend: () => button('Suspend', '', () => this.setSuspended(true)),
      resume: () => button('Resume', 'primary', () => this.setSuspended(false)),
      edit: () => button('Edit', '', () => this.edit()),
      cancel: () => button('Cancel', 'danger', () => page.removal.cancel()),
    };
    const element = elements[name]();
    element.dataset.key = name;
    return element;
  }

  /** Makes a new job of what this one was made of, and opens it. */
  async rerun() {
    const key = { 'Idempotency-Key': newKey() };
    const path = `job/${this.job.id}/rerun`;
    const job = await this.page.act(() => sendJson('POST', path, undefined, key));
    if (job) {
      announce('The new job was accepted');
      location.hash = `#/job/${job.id}`;
    }
  }

  async setSuspended(suspended) {
    const { page } = this;
    const job = await page.act(() => sendJson('PATCH', `job/${this.job.id}`, { suspended }));
    if (job && suspended && job.status === 'Running') {
      page.notice.notify('It is going to be suspended', 'It goes on to its next checkpoint first.');
    }
  }

  async edit() {
    const { page } = this;
    const changed = await editJob(this.job, page.signal);
    if (changed && !page.signal.aborted) {
      await page.act(async () => changed);
      page.notice.notify('The job is changed', 'What it is now is below.');
    }
  }
}

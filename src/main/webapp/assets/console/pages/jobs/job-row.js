// One job in the list.
import { badge, labelLinks, progressBar } from '../../ui/components.js';
import { h, setText } from '../../ui/dom.js';
import { duration, seconds, progressText, number, tellingLine } from '../../ui/format.js';
import { listTime } from '../../ui/times.js';
import { waitingText } from '../../ui/waiting.js';
import { COLUMNS } from './columns.js';

/** How the list and the bulk action name a job. */
export const shortId = (job) => `…${job.id.slice(-8)}`;

export class JobRow {
  constructor() {
    this.cells = {};
    this.checkbox = h('input', { type: 'checkbox' });
    for (const name of ['choice', ...COLUMNS.map((column) => column.name)]) {
      this.cells[name] = h('div', { role: 'cell', class: name });
    }
    this.cells.choice.append(this.checkbox);
    this.element = h('div', { role: 'row', class: 'job' }, Object.values(this.cells));
  }

  showColumns(hidden) {
    COLUMNS.forEach(({ name }) => (this.cells[name].hidden = hidden.has(name)));
  }

  /** Shows a job; the same status document again changes nothing. */
  update(job) {
    const text = JSON.stringify(job);
    if (this.text === text) {
      return;
    }
    const before = this.job;
    this.text = text;
    this.job = job;
    if (!before) {
      this.showFixed();
    }
    if (before?.status !== job.status || before?.cancelRequested !== job.cancelRequested) {
      this.cells.status.replaceChildren(badge(job));
    }
    this.showLabels(before);
    this.showProgress();
    this.showEnd(before);
    setText(this.cells.priority, String(job.priority));
    setText(this.cells.schedule, job.schedule ?? '');
    setText(this.cells.attempt, job.attempt === 0 ? '–' : `${job.attempt} of ${job.maxAttempts}`);
    this.cells.attempt.classList.toggle('none', job.attempt === 0);
    setText(
      this.cells.took,
      job.startedAt && job.finishedAt ? duration(seconds(job.startedAt, job.finishedAt)) : '',
    );
  }

  /** Shows what never changes. */
  showFixed() {
    const { job } = this;
    this.checkbox.setAttribute('aria-label', `Choose ${job.operation} ${shortId(job)}`);
    this.cells.name.append(
      h('a', { href: `#/job/${job.id}` }, job.operation, h('span', { class: 'id' }, shortId(job))),
    );
    if (job.caller !== 'local') {
      this.cells.name.append(h('span', { class: 'caller' }, job.caller));
    }
    this.cells.created.append(listTime(job.createdAt));
  }

  /** Labels can be changed, also of a job that has ended. */
  showLabels(before) {
    const { labels } = this.job;
    if (JSON.stringify(before?.labels) !== JSON.stringify(labels)) {
      this.cells.labels.replaceChildren(...labelLinks(labels));
      this.cells.labels.title = Object.entries(labels)
        .map(([key, value]) => `${key}:${value}`)
        .join('\n');
    }
  }

  showEnd(before) {
    const { finishedAt } = this.job;
    if (finishedAt !== before?.finishedAt) {
      this.cells.ended.replaceChildren(...(finishedAt ? [listTime(finishedAt)] : []));
    }
  }

  showProgress() {
    const { job } = this;
    this.cells.progress.classList.toggle('bad', job.status === 'Failed');
    if (job.status === 'Running') {
      this.bar ??= progressBar(`Progress of ${job.operation} ${shortId(job)}`);
      this.bar.update(job);
      if (this.cells.progress.firstChild !== this.bar.element) {
        this.cells.progress.replaceChildren(this.bar.element);
      }
      return;
    }
    const isHeld = Boolean(job.waitingFor);
    if (job.status === 'NotStarted' && !isHeld && new Date(job.startAt) > Date.now()) {
      this.cells.progress.replaceChildren(h('span', {}, 'starts ', listTime(job.startAt)));
      return;
    }
    setText(this.cells.progress, stateText(job));
    this.cells.progress.title = job.error?.message ?? this.cells.progress.textContent;
  }
}

/** The text of the progress column while the job does not run. */
function stateText(job) {
  switch (job.status) {
    case 'NotStarted':
      if (job.waitingFor) {
        return waitingText(job);
      }
      return job.queuePosition ? `no. ${number(job.queuePosition)} in the queue` : '';
    case 'Failed':
      return tellingLine(job.error?.message ?? '');
    case 'Succeeded':
      return progressText(job);
    default:
      return '';
  }
}

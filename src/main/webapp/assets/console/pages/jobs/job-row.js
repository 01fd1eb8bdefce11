// One job in the list.
import { h, setText } from '../../ui/dom.js';
import { duration, seconds, progressText, number } from '../../ui/format.js';
import { badge, bar } from '../../ui/components.js';
import { listed } from '../../ui/times.js';

export class Row {
  constructor() {
    this.cells = {};
    this.box = h('input', { type: 'checkbox' });
    for (const name of ['choice', 'status', 'name', 'progress', 'attempt', 'created', 'took']) {
      this.cells[name] = h('div', { role: 'cell', class: name });
    }
    this.cells.choice.append(this.box);
    this.element = h('div', { role: 'row', class: 'job' }, Object.values(this.cells));
  }

  update(job) {
    const text = JSON.stringify(job);
    if (this.text === text) {
      return;
    }
    const first = !this.text;
    const before = this.job;
    this.text = text;
    this.job = job;
    if (first) {
      this.box.setAttribute('aria-label', `Choose ${job.operation} …${job.id.slice(-8)}`);
      this.cells.name.append(
        h(
          'a',
          { href: `#/job/${job.id}` },
          job.operation,
          h('span', { class: 'id' }, `…${job.id.slice(-8)}`),
        ),
        ...Object.entries(job.labels).map(([key, value]) =>
          h(
            'a',
            {
              class: 'label',
              href: `#/jobs?${new URLSearchParams({ label: `${key}:${value}` })}`,
            },
            `${key}:${value}`,
          ),
        ),
      );
      if (job.caller !== 'local') {
        this.cells.name.append(h('span', { class: 'caller' }, job.caller));
      }
      this.cells.created.append(listed(job.createdAt));
    }
    if (before?.status !== job.status || before?.cancelRequested !== job.cancelRequested) {
      this.cells.status.replaceChildren(badge(job));
    }
    this.progress(job);
    setText(this.cells.attempt, job.attempt === 0 ? '–' : `${job.attempt} of ${job.maxAttempts}`);
    this.cells.attempt.classList.toggle('none', job.attempt === 0);
    setText(
      this.cells.took,
      job.startedAt && job.finishedAt ? duration(seconds(job.startedAt, job.finishedAt)) : '',
    );
  }

  progress(job) {
    if (job.status === 'Running') {
      this.bar ??= bar(`Progress of ${job.operation} …${job.id.slice(-8)}`);
      this.bar.update(job);
      if (this.cells.progress.firstChild !== this.bar.element) {
        this.cells.progress.replaceChildren(this.bar.element);
      }
      return;
    }
    if (job.status === 'NotStarted' && new Date(job.startAt) > Date.now()) {
      this.cells.progress.replaceChildren(h('span', {}, 'starts ', listed(job.startAt)));
      return;
    }
    setText(
      this.cells.progress,
      job.status === 'Failed'
        ? (job.error?.message ?? '')
        : job.status === 'NotStarted' && job.queuePosition
          ? `no. ${number(job.queuePosition)} in the queue`
          : job.status === 'Succeeded'
            ? progressText(job)
            : '',
    );
  }
}

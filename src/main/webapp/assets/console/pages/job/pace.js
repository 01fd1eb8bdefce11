// How long a job has run, and how fast it goes: renewed each second while it runs.
import { h, setText } from '../../ui/dom.js';
import { duration, number, seconds, size } from '../../ui/format.js';

const TICK_MILLIS = 1000;

export class Pace {
  constructor(signal) {
    this.element = h('p', { class: 'quiet pace' });
    const timer = setInterval(() => this.draw(), TICK_MILLIS);
    signal.addEventListener('abort', () => clearInterval(timer));
  }

  update(job) {
    this.job = job;
    this.draw();
  }

  draw() {
    const { job } = this;
    const runs = job?.status === 'Running' && job.startedAt;
    this.element.hidden = !runs;
    if (runs) {
      const elapsed = seconds(job.startedAt, Date.now());
      const parts = [`Running for ${duration(Math.floor(elapsed))}`, rate(job.progress, elapsed)];
      setText(this.element, parts.filter(Boolean).join(' · '));
    }
  }
}

/** The mean since the start; an attempt that goes on from a checkpoint may look faster than it is. */
function rate(progress, elapsed) {
  if (!progress?.done || elapsed < 1) {
    return '';
  }
  const each = progress.done / elapsed;
  if (progress.unit === 'bytes') {
    return `${size(Math.round(each))} a second`;
  }
  const unit = progress.unit ?? 'units';
  return each >= 1
    ? `${number(Math.round(each * 10) / 10)} ${unit} a second`
    : `${number(Math.round(each * 600) / 10)} ${unit} a minute`;
}

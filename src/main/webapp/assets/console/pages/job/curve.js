// How far a running job has come over time, and how fast it went, as far as this page has seen it.
import { h } from '../../ui/dom.js';
import { duration, number, size } from '../../ui/format.js';
import { TimeChart } from '../../ui/time-chart.js';

// A curve of two points says no more than the progress bar.
const MIN_POINTS = 4;
const MAX_POINTS = 600;
const MIN_SECONDS = 0.5;

export class Curve {
  constructor(signal) {
    this.signal = signal;
    this.points = [];
    this.element = h('div', { class: 'charts curve', hidden: true });
  }

  update({ status, progress, attempt, startedAt }) {
    const done = progress?.done;
    if (attempt !== this.attempt || startedAt !== this.startedAt) {
      this.points = [];
      Object.assign(this, { attempt, startedAt });
    }
    if (status === 'Running' && done !== undefined && this.take(done)) {
      this.draw(progress);
    }
  }

  /** Whether the amount is a further point of the curve. */
  take(done) {
    const time = Date.now() / 1000;
    const last = this.points.at(-1);
    if (last && (time - last.time < MIN_SECONDS || done === last.done)) {
      return false;
    }
    this.points.push({ time, done });
    if (this.points.length > MAX_POINTS) {
      this.points = this.points.filter((point, i) => i % 2 === 0);
    }
    return this.points.length >= MIN_POINTS;
  }

  draw({ unit }) {
    this.charts ??= this.makeCharts(unit);
    this.element.hidden = false;
    const began = Date.parse(this.startedAt) / 1000;
    const text = (time) => duration(Math.max(0, time - began));
    const times = this.points.map(({ time }) => time);
    const rates = this.points.map(({ time, done }, i) => {
      const before = this.points[i - 1];
      return before ? Math.max(0, (done - before.done) / (time - before.time)) : null;
    });
    const common = { times, timeText: (time) => `after ${text(time)}`, tickText: text };
    const [done, rate] = this.charts;
    done.show({ ...common, values: [this.points.map((point) => point.done)], summary: ['Done'] });
    rate.show({ ...common, values: [rates], summary: ['Rate'] });
  }

  makeCharts(unit) {
    const words = (value) => (unit === 'bytes' ? size(Math.round(value)) : number(rounded(value)));
    const name = unit ?? 'units';
    const chart = (title, each, series) =>
      new TimeChart({ title, unit: each, series: [series], words }, this.signal);
    const charts = [
      chart('Curve', `${name} done`, { name: 'Done', mark: 'accent', kind: 'line' }),
      chart('Rate', `${name} a second`, { name: 'Rate', mark: 'wait', kind: 'line' }),
    ];
    this.element.append(...charts.map(({ element }) => element));
    return charts;
  }
}

const rounded = (value) => Math.round(value * 10) / 10;

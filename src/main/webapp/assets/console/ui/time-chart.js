// A chart over time: axes with units, a tooltip, a click that leads to what a time stands for, and
// the same figures as a table, which a keyboard and a screen reader can use.
import { h, redraw } from './dom.js';
import { number } from './format.js';
import { plotLibrary } from './plot-library.js';
import { barSeries, lineSeries, scales, axes } from './plot-options.js';

const HEIGHT = 208;

// The label of the last time is half outside.
const PADDING = [12, 28, 0, 0];

export class TimeChart {
  /**
   * `series` are {name, mark, kind, dash}: mark is a colour of base.css, kind is "block" for parts of
   * a stack, or "line", dash is "dashed" or "dotted". `words(value)` is a value with its unit;
   * `isTime` puts values of seconds on a logarithmic axis. `address(time)` is where a click leads, if anywhere.
   */
  constructor({ title, unit, series, words = number, isTime = false, address }, signal) {
    Object.assign(this, { title, unit, series, words, isTime, address });
    this.hint = h('div', { class: 'hint', hidden: true });
    this.place = h(
      'div',
      { class: `plot ${address ? 'link' : ''}`, role: 'img', 'aria-label': title },
      this.hint,
    );
    this.table = h('div', { role: 'region', tabindex: 0, 'aria-label': `${title} as a table` });
    this.data = h(
      'details',
      { class: 'asdata', ontoggle: () => this.showTable() },
      h('summary', {}, 'As a table'),
      this.table,
    );
    this.legend = h('ul', { class: 'legend' });
    this.element = h(
      'section',
      { class: 'card', 'aria-label': title },
      h('div', { class: 'cardhead' }, h('h2', {}, title, h('small', {}, ` ${unit}`)), this.legend),
      this.place,
      this.data,
    );
    this.observe(signal);
  }

  observe(signal) {
    const sizes = new ResizeObserver(() => this.fit());
    sizes.observe(this.place);
    matchMedia('(prefers-color-scheme: dark)').addEventListener(
      'change',
      () => this.plot?.redraw(false),
      { signal },
    );
    signal.addEventListener('abort', () => {
      sizes.disconnect();
      this.plot?.destroy();
      this.plot = null;
    });
  }

  /**
   * Shows values: `times` are seconds since 1970, one for each column, `values` an array for each
   * series, null where there is no value; `timeText(time)` and `tickText(time)` say a time.
   */
  show({ times, values, timeText, tickText, summary }) {
    Object.assign(this, { times, values, timeText, tickText });
    this.place.setAttribute('aria-label', `${this.title}: ${summary.join(', ')}`);
    this.legend.replaceChildren(
      ...this.series.map((each, i) =>
        h(
          'li',
          { class: `mark mark-${each.mark} ${each.kind} ${each.dash ?? ''}` },
          summary[i] ?? each.name,
        ),
      ),
    );
    this.showTable();
    if (this.plot) {
      this.plot.setData(this.stacked());
    } else {
      this.fit();
    }
  }

  /** uPlot draws each bar from the ground: the sum of all first, so that the parts cover it. */
  stacked() {
    const bars = this.series.filter(({ kind }) => kind === 'block').length;
    const sums = this.values.map((column, i) =>
      i < bars ? column.map((_, x) => sumTo(this.values, i, x)) : column,
    );
    return [this.times, ...sums.slice(0, bars).reverse(), ...sums.slice(bars)];
  }

  /** Draws when there is both data and room, and follows the room's width. */
  async fit() {
    const width = this.place.clientWidth;
    if (width === 0 || !this.times) {
      return;
    }
    if (this.plot) {
      this.plot.setSize({ width, height: HEIGHT });
    } else if (!this.isDrawing) {
      this.isDrawing = true;
      try {
        const UPlot = await plotLibrary();
        this.plot = new UPlot(this.options(UPlot, width), this.stacked(), this.place);
      } finally {
        this.isDrawing = false;
      }
    }
  }

  options(UPlot, width) {
    const bars = this.series.filter(({ kind }) => kind === 'block').reverse();
    const lines = this.series.filter(({ kind }) => kind === 'line');
    return {
      width,
      height: HEIGHT,
      padding: PADDING,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false, points: { show: false } },
      scales: scales(this, bars.length > 0),
      axes: axes(this, bars.length > 0),
      series: [
        {},
        ...bars.map((each) => barSeries(UPlot, each)),
        ...lines.map((each) => lineSeries(each)),
      ],
      hooks: {
        setCursor: [(plot) => this.showHint(plot)],
        ready: [({ over }) => over.addEventListener('click', () => this.open())],
      },
    };
  }

  showHint({ cursor, over, bbox }) {
    const { idx } = cursor;
    this.hovered = idx;
    this.hint.hidden = idx === null || idx === undefined || cursor.left < 0;
    if (this.hint.hidden) {
      return;
    }
    this.hint.replaceChildren(
      h('b', {}, this.timeText(this.times[idx])),
      ...this.series.flatMap((each, i) => [
        '\n',
        h('span', { class: `mark-${each.mark} ${each.kind}` }, `${each.name} ${this.text(i, idx)}`),
      ]),
    );
    const offset = over.offsetLeft + cursor.left;
    const room = this.place.clientWidth - this.hint.offsetWidth;
    const beside = offset + 12 > room ? offset - this.hint.offsetWidth - 12 : offset + 12;
    this.hint.style.translate = `${Math.max(0, Math.min(room, beside))}px ${Math.round(bbox.top / devicePixelRatio)}px`;
  }

  text(series, index) {
    const value = this.values[series][index];
    return value === null ? '–' : this.words(value);
  }

  open() {
    if (this.address && this.hovered !== null && this.hovered !== undefined) {
      location.hash = this.address(this.times[this.hovered]);
    }
  }

  showTable() {
    if (!this.data.open || !this.times) {
      return;
    }
    const known = this.times
      .map((time, i) => i)
      .filter((i) => this.values.some((column) => column[i]))
      .reverse();
    redraw(this.table, [
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['From', ...this.series.map(({ name }) => name)].map((name) =>
              h('th', { scope: 'col' }, name),
            ),
          ),
        ),
        h(
          'tbody',
          {},
          known.map((i) => this.row(i)),
        ),
      ),
    ]);
  }

  row(i) {
    const time = this.times[i];
    return h(
      'tr',
      {},
      h(
        'th',
        { scope: 'row' },
        this.address
          ? h('a', { href: this.address(time), 'data-key': time }, this.timeText(time))
          : this.timeText(time),
      ),
      this.series.map((each, series) => h('td', {}, this.text(series, i))),
    );
  }
}

const sumTo = (values, last, x) =>
  values.slice(0, last + 1).reduce((sum, column) => sum + column[x], 0);

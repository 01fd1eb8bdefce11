// Small charts in SVG.
import { svg } from './dom.js';

const WIDTH = 600;

/**
 * Stacked bars, one per value. A series is {kind, values}; kind is its CSS class. `title` returns a
 * bar's tooltip by its index.
 */
export function barChart(label, series, height, title) {
  const columns = series[0].values.length;
  const max = Math.max(
    1,
    ...Array.from({ length: columns }, (_, i) => series.reduce((sum, s) => sum + s.values[i], 0)),
  );
  const step = WIDTH / columns;
  const chart = svg(
    'svg',
    {
      class: 'chart',
      viewBox: `0 0 ${WIDTH} ${height}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': label,
    },
    svg('line', { class: 'axis', x1: 0, x2: WIDTH, y1: height - 0.5, y2: height - 0.5 }),
  );
  for (let i = 0; i < columns; i++) {
    let top = height - 1;
    const group = svg(
      'g',
      {},
      svg('title', {}, title(i)),
      svg('rect', { class: 'hit', x: i * step, y: 0, width: step, height }),
    );
    for (const { kind, values } of series) {
      const barHeight = values[i] === 0 ? 0 : Math.max(2, (values[i] / max) * (height - 4));
      if (barHeight > 0) {
        top -= barHeight;
        group.append(
          svg('rect', {
            class: kind,
            x: i * step + 1,
            y: top,
            width: Math.max(1, step - 2),
            height: barHeight,
          }),
        );
      }
    }
    chart.append(group);
  }
  return chart;
}

/** A line through the values; null is a gap. A value between two gaps is a point. */
export function sparkline(label, values, kind) {
  const height = 28;
  const width = 160;
  const max = Math.max(...values.filter((v) => v !== null), 0.001);
  const at = (v, i) => [
    (i / (values.length - 1)) * (width - 6) + 3,
    height - 3 - (v / max) * (height - 7),
  ];
  const chart = svg('svg', {
    class: 'spark',
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-label': label,
  });
  let path = '';
  values.forEach((v, i) => {
    if (v === null) {
      return;
    }
    const [x, y] = at(v, i);
    path += `${(values[i - 1] ?? null) === null ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    chart.append(svg('circle', { class: kind, cx: x, cy: y, r: 1.8 }));
  });
  chart.append(svg('path', { class: kind, d: path, fill: 'none' }));
  return chart;
}

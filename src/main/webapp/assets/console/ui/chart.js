// Small charts in SVG.
import { svg } from './dom.js';

const SPARK = { width: 160, height: 28 };

const spark = (label, ...children) =>
  svg(
    'svg',
    {
      class: 'spark',
      viewBox: `0 0 ${SPARK.width} ${SPARK.height}`,
      role: 'img',
      'aria-label': label,
    },
    children,
  );

/** A small bar for each value; a value of 0 has none. */
export function sparkBars(label, values) {
  const max = Math.max(...values, 1);
  const step = SPARK.width / values.length;
  const bar = (value, i) => {
    const height = Math.max(3, (value / max) * (SPARK.height - 2));
    const [x, width] = [i * step, Math.max(1, step - 0.5)];
    return value > 0 && svg('rect', { class: 'block', x, width, y: SPARK.height - height, height });
  };
  const { height, width } = SPARK;
  const ground = svg('path', { class: 'ground', d: `M0 ${height - 0.5}H${width}` });
  return spark(label, svg('title', {}, label), ground, values.map(bar));
}

/** A line through the values; null is a gap. A value between two gaps is a point. */
export function sparkline(label, values, kind) {
  const { height, width } = SPARK;
  const max = Math.max(...values.filter((v) => v !== null), 0.001);
  const at = (v, i) => [
    (i / (values.length - 1)) * (width - 6) + 3,
    height - 3 - (v / max) * (height - 7),
  ];
  const chart = spark(label);
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

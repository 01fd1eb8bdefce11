// How uPlot draws the parts of a chart over time. Colours are read when they are drawn, so that they
// follow the theme.

const DASHES = { dashed: [7, 4], dotted: [2, 3] };
const BAR_WIDTH = 0.8;
const MAX_BAR_PIXELS = 40;
const FONT = '12px system-ui, sans-serif';
const AXIS_WIDTH = 62;
const COUNTS = [1, 2, 5];

// Seconds that have a short name each, from a millisecond to 100 days.
const MOMENTS = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 36_000, 86_400, 864_000, 8_640_000];

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);

export const barSeries = (UPlot, { mark }) => ({
  fill: () => colour(mark),
  width: 0,
  points: { show: false },
  paths: UPlot.paths.bars({ size: [BAR_WIDTH, MAX_BAR_PIXELS, 1] }),
});

export const lineSeries = ({ mark, dash }) => ({
  stroke: () => colour(mark),
  width: 2,
  dash: DASHES[dash],
  // A value between two gaps is no line.
  points: { size: 5, width: 0, fill: () => colour(mark) },
});

/** From nothing to the largest value, or from one moment to another. */
export function scales({ isTime }, hasBars) {
  const moments = {
    distr: 3,
    range: (plot, min, max) => [
      MOMENTS.findLast((each) => each < (min ?? 0.1)) ?? MOMENTS[0],
      MOMENTS.find((each) => each > (max ?? 1)) ?? max,
    ],
  };
  const least = hasBars ? 1 : 0;
  const linear = { range: (plot, min, max) => [0, (Math.max(least, max ?? 0) || 1) * 1.1] };
  // A bar at the first or the last time has its room.
  const room = ({ data }) => (hasBars ? (data[0][1] - data[0][0]) / 2 : 0);
  return {
    x: { time: true, range: (plot, min, max) => [min - room(plot), max + room(plot)] },
    y: isTime ? moments : linear,
  };
}

export function axes(chart, hasBars) {
  const common = {
    stroke: () => colour('quiet'),
    grid: { stroke: () => colour('line'), width: 1 },
    ticks: { stroke: () => colour('line'), width: 1, size: 4 },
    font: FONT,
  };
  const values = (plot, splits) =>
    splits.map((value) => (value === null ? '' : chart.words(value)));
  return [
    {
      ...common,
      size: 28,
      space: 64,
      values: (plot, splits) => splits.map((time) => chart.tickText(time)),
    },
    {
      ...common,
      size: AXIS_WIDTH,
      space: 32,
      values,
      ...(hasBars && { incrs: wholeSteps() }),
      ...(chart.isTime && {
        splits: (plot, axis, min, max) => MOMENTS.filter((each) => each >= min && each <= max),
        // Else only powers of ten would have a label.
        filter: (plot, splits) => splits,
      }),
    },
  ];
}

/** Bars are of jobs or slots, which have no halves. */
function wholeSteps() {
  const steps = [];
  for (let power = 1; power <= 1e9; power *= 10) {
    COUNTS.forEach((step) => steps.push(step * power));
  }
  return steps;
}

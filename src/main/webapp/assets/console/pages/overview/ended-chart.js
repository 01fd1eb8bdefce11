// What ended in each minute of the last hour, of all operations.
import { jobsOfTime } from '../../net/job-filter.js';
import { CLOCK, number } from '../../ui/format.js';
import { TimeChart } from '../../ui/time-chart.js';
import { MINUTES, minuteIndex } from './last-hour.js';

const SERIES = [
  { name: 'Succeeded', member: 'succeeded', mark: 'good', kind: 'block' },
  { name: 'Failed', member: 'failed', mark: 'bad', kind: 'block' },
  { name: 'Cancelled', member: 'canceled', mark: 'quiet', kind: 'block' },
];

export class EndedChart {
  constructor(signal) {
    this.chart = new TimeChart(
      {
        title: 'Ended in the last hour',
        unit: 'jobs a minute',
        series: SERIES,
        address: (time) => jobsOfTime({}, time, 60),
      },
      signal,
    );
    this.element = this.chart.element;
  }

  show(overview) {
    const last = Date.parse(overview.minute) / 1000;
    const values = SERIES.map(() => new Array(MINUTES).fill(0));
    overview.minutes.forEach((minute) =>
      SERIES.forEach(({ member }, i) => {
        values[i][minuteIndex(overview, minute)] += minute[member];
      }),
    );
    const total = (column) => column.reduce((sum, value) => sum + value, 0);
    this.chart.show({
      times: Array.from({ length: MINUTES }, (_, i) => last - (MINUTES - 1 - i) * 60),
      values,
      timeText: (time) => CLOCK.format(time * 1000),
      tickText: (time) => CLOCK.format(time * 1000),
      summary: SERIES.map(({ name }, i) => `${name} ${number(total(values[i]))}`),
    });
  }
}

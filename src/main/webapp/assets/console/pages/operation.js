// The page of an operation: what it does, its input, how its jobs fare, and pausing.
import { get, getIfThere, idOf } from '../net/api.js';
import { listQuery } from '../net/job-filter.js';
import { every } from '../net/repeat.js';
import { isInGroup } from '../session/account.js';
import { pauseButton } from '../session/pause-operation.js';
import { barChart } from '../ui/chart.js';
import { actions, facts, linkButton, problemNote } from '../ui/components.js';
import { h, redraw } from '../ui/dom.js';
import { STATUS, duration, number, time, timeElement } from '../ui/format.js';

const POLL_MILLIS = 5000;
const MINUTES = 60;
const MAX_CAUSES = 5;

export const operationPage = {
  path: /^\/operation\/(?<name>[^/]+)$/,
  tab: 'start',
  title: 'Operation',
  open,
};

async function open(main, { name }, signal) {
  const page = new OperationPage(decodeURIComponent(name), signal);
  await page.refresh();
  document.title = `${page.operation.name} · Meanwhile`;
  main.replaceChildren(page.element);
  await every(POLL_MILLIS, signal, () => page.refresh());
}

class OperationPage {
  constructor(name, signal) {
    this.name = name;
    this.signal = signal;
    this.head = h('div', { class: 'head' });
    this.notice = h('div');
    this.pause = h('div', {});
    this.figures = h('div', { class: 'overview' });
    this.about = h('div', { class: 'two' });
    this.element = h(
      'div',
      {},
      h('p', { class: 'crumb' }, h('a', { href: '#/start' }, '← Operations')),
      this.head,
      this.notice,
      this.pause,
      this.figures,
      this.about,
    );
  }

  async refresh() {
    const options = { signal: this.signal };
    const { name } = this;
    const recent = new URLSearchParams({ operation: name, ended: 'day' });
    const [operation, overview, counted, failures] = await Promise.all([
      get(`operation/${encodeURIComponent(name)}`, options),
      isInGroup('operator') ? getIfThere('overview', options) : null,
      getIfThere(
        `job?${new URLSearchParams({ operation: name, limit: 1, counts: true })}`,
        options,
      ),
      getIfThere(`job/failures?${listQuery(recent, { limit: MAX_CAUSES })}`, options),
    ]);
    const text = JSON.stringify([operation, overview, counted?.counts, failures]);
    if (text === this.text) {
      return;
    }
    this.text = text;
    const isNew = JSON.stringify(operation) !== JSON.stringify(this.operation);
    this.operation = operation;
    if (isNew) {
      this.showHead();
      redraw(this.about, [schemaCard(operation), factsCard(operation)]);
    }
    redraw(
      this.figures,
      [
        tiles(name, counted?.counts, overview),
        overview && endedCard(name, overview),
        failures && failuresCard(name, failures),
      ].filter(Boolean),
    );
  }

  showHead() {
    const { operation } = this;
    const { name, title, description, paused, reason } = operation;
    const pause = pauseButton(
      operation,
      this.signal,
      () => {
        this.notice.replaceChildren();
        this.refresh().catch(() => {});
      },
      (error) => this.notice.replaceChildren(problemNote(error)),
    );
    redraw(this.head, [
      h(
        'div',
        {},
        h('h1', {}, title, ' ', h('code', {}, name)),
        h('p', { class: 'lead' }, description),
      ),
      actions(
        linkButton('Start a job', `#/start/${name}`, 'primary'),
        linkButton('Its jobs', `#/jobs?operation=${name}`),
        isInGroup('operator') && pause,
      ),
    ]);
    redraw(
      this.pause,
      paused
        ? [
            h(
              'div',
              { class: 'note wait' },
              h('b', {}, 'Paused'),
              h('span', {}, reason ?? 'No reason was given.'),
              h('span', { class: 'quiet' }, 'Its jobs are accepted and wait. What runs goes on.'),
            ),
          ]
        : [],
    );
  }
}

/** Counts of all times; the overview adds what is usual. */
function tiles(name, counts, overview) {
  const known = overview?.operations.find((operation) => operation.name === name);
  const tile = (status, more) =>
    h(
      'li',
      {
        class: `tile ${status === 'Failed' && Number.parseInt(counts[status], 10) > 0 ? 'bad' : ''}`,
      },
      h(
        'a',
        { href: `#/jobs?operation=${name}&status=${status}`, 'data-key': status },
        h('span', {}, STATUS[status]),
        h('b', {}, typeof counts[status] === 'number' ? number(counts[status]) : counts[status]),
        h('small', {}, more),
      ),
    );
  const usual =
    known?.usualRunSeconds === undefined
      ? 'of all that are kept'
      : `usually ${duration(known.usualRunSeconds)}`;
  return (
    counts &&
    h(
      'ul',
      { class: 'tiles' },
      tile('NotStarted', 'for a slot, or their time'),
      tile('Running', usual),
      tile('Succeeded', 'of all that are kept'),
      tile('Failed', 'of all that are kept'),
    )
  );
}

function endedCard(name, overview) {
  const last = Date.parse(overview.minute) / 60000;
  const values = { succeeded: zeros(), failed: zeros(), canceled: zeros() };
  const sums = { wait: [], run: [] };
  for (const minute of overview.minutes.filter((each) => each.operation === name)) {
    const index = MINUTES - 1 - (last - Date.parse(minute.minute) / 60000);
    if (index >= 0) {
      Object.keys(values).forEach((kind) => (values[kind][index] += minute[kind]));
      sums.wait.push(minute.meanWaitSeconds);
      sums.run.push(minute.meanRunSeconds);
    }
  }
  const total = (kind) => values[kind].reduce((sum, value) => sum + value, 0);
  const at = (i) => time(new Date((last - MINUTES + 1 + i) * 60000).toISOString());
  const words = Object.keys(values).map((kind) => `${number(total(kind))} ${WORDS[kind]}`);
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'ended-title' },
    h(
      'div',
      { class: 'cardhead' },
      h('h2', { id: 'ended-title' }, 'Ended per minute, in the last hour'),
      h(
        'ul',
        { class: 'legend' },
        Object.keys(values).map((kind) =>
          h('li', { class: kind }, `${number(total(kind))} ${WORDS[kind]}`),
        ),
      ),
    ),
    barChart(
      `Ended per minute in the last hour: ${words.join(', ')}`,
      Object.entries(values).map(([kind, each]) => ({ kind, values: each })),
      90,
      (i) =>
        `${at(i)}\n${Object.keys(values)
          .map((k) => `${values[k][i]} ${WORDS[k]}`)
          .join('\n')}`,
    ),
    h(
      'div',
      { class: 'ticks' },
      ['60 min ago', '30 min', 'now'].map((text) => h('span', {}, text)),
    ),
    facts([
      ['Waits', meanText(sums.wait)],
      ['Runs', meanText(sums.run)],
    ]),
  );
}

const WORDS = { succeeded: 'succeeded', failed: 'failed', canceled: 'cancelled' };
const zeros = () => new Array(MINUTES).fill(0);

function meanText(all) {
  const known = all.filter((value) => value !== undefined && value !== null);
  return known.length === 0
    ? null
    : `${duration(Math.min(...known))} to ${duration(Math.max(...known))} as the mean of a minute`;
}

function failuresCard(name, { items }) {
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'failures-title' },
    h(
      'div',
      { class: 'cardhead' },
      h('h2', { id: 'failures-title' }, 'Failures of 24 hours'),
      items.length > 0 &&
        h(
          'a',
          {
            href: `#/failures?${new URLSearchParams({ operation: name })}`,
            'data-key': 'failures',
          },
          'All causes',
        ),
    ),
    items.length === 0
      ? h('p', { class: 'quiet' }, 'Nothing has failed.')
      : h(
          'ul',
          { class: 'lines' },
          items.map(({ count, line, code, lastAt, example }) =>
            h(
              'li',
              {},
              h('b', {}, `${number(count)} × `),
              h('a', { href: `#/job/${idOf(example)}`, 'data-key': example }, line || code),
              h('span', { class: 'quiet' }, ' last ', timeElement(lastAt)),
            ),
          ),
        ),
  );
}

const yesNo = (value) => (value === undefined ? null : value ? 'yes' : 'no');

function factsCard(operation) {
  const { takes, fileRequired, yields, maxAttempts } = operation;
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'facts-title' },
    h('h2', { id: 'facts-title' }, 'Facts'),
    facts([
      [
        'Takes',
        takes.length > 0 ? `${takes.join(', ')}${fileRequired ? '' : ', or no file'}` : 'no file',
      ],
      ['Yields', [yields].flat().join(', ')],
      ['Attempts', `${maxAttempts} at most`],
      ['Suspends', operation.suspendable ? 'while it runs, too' : 'only while it waits'],
      ['Output', operation.appendOnly ? 'can be read while it grows' : 'when it is whole'],
      ['Repeatable', yesNo(operation.repeatable)],
    ]),
  );
}

function schemaCard({ inputSchema }) {
  const { properties = {}, required = [] } = inputSchema;
  const members = Object.entries(properties);
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'input-title' },
    h('h2', { id: 'input-title' }, 'Input'),
    members.length === 0 && h('p', { class: 'quiet' }, 'It needs none.'),
    h(
      'dl',
      { class: 'schema' },
      members.map(([name, schema]) =>
        h(
          'div',
          {},
          h(
            'dt',
            {},
            h('code', {}, name),
            h('span', { class: 'quiet' }, ` ${[schema.type ?? ''].flat().join(' or ')}`),
            required.includes(name) && h('b', {}, ' required'),
          ),
          h('dd', {}, schema.description ?? schema.title ?? ''),
        ),
      ),
    ),
    h(
      'details',
      {},
      h('summary', {}, 'JSON Schema'),
      h(
        'pre',
        { class: 'raw', tabindex: 0, role: 'region', 'aria-label': 'JSON Schema' },
        JSON.stringify(inputSchema, null, 2),
      ),
    ),
  );
}

// The page of an operation: what it does, its input, how its jobs fare, and pausing.
import { get, getIfThere } from '../../net/api.js';
import { listQuery } from '../../net/job-filter.js';
import { every } from '../../net/repeat.js';
import { isInGroup } from '../../session/account.js';
import { pauseButton } from '../../session/pause-operation.js';
import { actions, linkButton, problemNote } from '../../ui/components.js';
import { h, redraw } from '../../ui/dom.js';
import { factsCard, schemaCard } from './about.js';
import { Charts } from './charts.js';
import { failuresCard, tiles } from './figures.js';

const POLL_MILLIS = 5000;
const MAX_CAUSES = 5;

export const operationPage = {
  path: /^\/operation\/(?<name>[^/]+)$/,
  tab: 'start',
  title: 'Operation',
  open,
};

async function open(main, { name, parameters }, signal) {
  const page = new OperationPage(decodeURIComponent(name), parameters.get('by'), signal);
  await page.refresh();
  document.title = `${page.operation.name} · Meanwhile`;
  main.replaceChildren(page.element);
  await every(POLL_MILLIS, signal, () => page.refresh());
}

class OperationPage {
  constructor(name, by, signal) {
    this.name = name;
    this.signal = signal;
    this.head = h('div', { class: 'head' });
    this.notice = h('div');
    this.pause = h('div', {});
    this.tiles = h('div', { class: 'overview' });
    this.charts = new Charts(name, by, signal);
    this.failures = h('div', {});
    this.about = h('div', { class: 'two' });
    this.element = h(
      'div',
      {},
      h('p', { class: 'crumb' }, h('a', { href: '#/start' }, '← Operations')),
      this.head,
      this.notice,
      this.pause,
      this.tiles,
      this.charts.element,
      this.failures,
      this.about,
    );
  }

  async refresh() {
    const options = { signal: this.signal };
    const { name } = this;
    const recent = new URLSearchParams({ operation: name, ended: 'day' });
    const path = `operation/${encodeURIComponent(name)}`;
    const operates = isInGroup('operator');
    const [operation, overview, figures, counted, failures] = await Promise.all([
      get(path, options),
      operates ? getIfThere('overview', options) : null,
      operates ? getIfThere(`${path}/figures?by=${this.charts.by}`, options) : null,
      getIfThere(
        `job?${new URLSearchParams({ operation: name, limit: 1, counts: true })}`,
        options,
      ),
      getIfThere(`job/failures?${listQuery(recent, { limit: MAX_CAUSES })}`, options),
    ]);
    this.charts.element.hidden = !figures;
    if (figures) {
      this.charts.show(figures);
    }
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
    redraw(this.tiles, [tiles(name, counted?.counts, overview)].filter(Boolean));
    redraw(this.failures, failures ? [failuresCard(name, failures)] : []);
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

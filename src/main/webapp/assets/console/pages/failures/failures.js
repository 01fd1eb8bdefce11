// The failures of a time by cause, the most frequent first: what failed, since when, how often; and
// all of a cause run again by one job.
import { events, get, idOf } from '../../net/api.js';
import { listAddress, listQuery } from '../../net/job-filter.js';
import { every } from '../../net/repeat.js';
import { isInGroup } from '../../session/account.js';
import { actOnMany } from '../../session/act-on-many.js';
import { catalogue } from '../../session/catalogue.js';
import { pauseButton } from '../../session/pause-operation.js';
import { sparkBars } from '../../ui/chart.js';
import { actions, button, problemNote } from '../../ui/components.js';
import { announce, h, redraw } from '../../ui/dom.js';
import { number, time, timeElement } from '../../ui/format.js';
import { otherFilters, ownRange, rangeTabs } from './ranges.js';

const POLL_MILLIS = 10_000;
const DEFAULT_RANGE = 'day';

// The list's limits for a text.
const MAX_WORDS = 16;
const MAX_TEXT_CHARS = 256;

export const failuresPage = { path: /^\/failures$/, tab: 'failures', title: 'Failures', open };

async function open(main, { parameters }, signal) {
  const page = new FailuresPage(withRange(parameters), signal);
  await page.refresh();
  main.replaceChildren(page.element);
  page.announce();
  const refresh = () => page.refresh().catch(() => {});
  events.addEventListener('news', refresh, { signal });
  await every(POLL_MILLIS, signal, () => page.refresh());
}

/** Without a range in the address it is the last 24 hours; `ended=all` is every time. */
function withRange(parameters) {
  const found = new URLSearchParams(parameters);
  const isOwn = found.get('finishedAfter') || found.get('finishedBefore');
  if (!found.get('ended') && !isOwn) {
    found.set('ended', DEFAULT_RANGE);
  }
  return found;
}

class FailuresPage {
  constructor(parameters, signal) {
    this.parameters = parameters;
    this.signal = signal;
    this.notice = h('div');
    this.summary = h('p', { class: 'lead', role: 'status' });
    this.causes = h('ol', { class: 'causes' });
    this.element = h(
      'div',
      {},
      h('div', { class: 'head' }, h('h1', {}, 'Failures')),
      rangeTabs(parameters),
      ownRange(parameters),
      otherFilters(parameters),
      this.summary,
      this.notice,
      this.causes,
    );
  }

  async refresh() {
    const { signal } = this;
    const [found, operations] = await Promise.all([
      get(`job/failures?${listQuery(this.parameters)}`, { signal }),
      catalogue(),
    ]);
    const text = JSON.stringify([found, operations.map(({ name, paused }) => [name, paused])]);
    if (text === this.text) {
      return;
    }
    this.text = text;
    this.found = found;
    this.operations = operations;
    const count = found.items.reduce((sum, cause) => sum + cause.count, 0);
    this.summary.textContent = summaryText(found, count);
    redraw(
      this.causes,
      found.items.map((cause) => this.cause(cause)),
    );
  }

  announce() {
    announce(this.summary.textContent);
  }

  cause(cause) {
    const { operation, code, line, count, firstAt, lastAt, example, trend } = cause;
    const parameters = this.filterOf(cause);
    const address = listAddress(parameters);
    const runAgain = button(`Run all ${number(count)} again`, 'primary', () =>
      actOnMany({ parameters, action: 'rerun', expected: count, signal: this.signal }),
    );
    runAgain.dataset.key = `again-${address}`;
    const described = this.operations.find(({ name }) => name === operation);
    const pause =
      described &&
      isInGroup('operator') &&
      pauseButton(
        described,
        this.signal,
        () => this.refresh(),
        (error) => this.notice.replaceChildren(problemNote(error)),
      );
    return h(
      'li',
      { class: 'card cause' },
      h('p', { class: 'howmany' }, h('b', {}, number(count)), count === 1 ? ' job' : ' jobs'),
      h(
        'div',
        { class: 'what' },
        h('h2', {}, h('a', { href: address, 'data-key': address }, line || `Failed with ${code}`)),
        h(
          'p',
          { class: 'quiet' },
          h('a', { href: `#/operation/${operation}` }, operation),
          described?.paused && h('span', { class: 'badge paused' }, 'Paused'),
          h('code', {}, code),
        ),
        h(
          'p',
          { class: 'quiet seen' },
          seen('First', firstAt),
          seen('Last', lastAt),
          h('a', { href: `#/job/${idOf(example)}` }, 'Latest example'),
        ),
        sparkBars(this.trendText(trend), trend),
      ),
      actions(runAgain, pause),
    );
  }

  trendText(trend) {
    const { from, to } = this.found;
    return `From ${time(from)} to ${time(to)}: at most ${number(Math.max(...trend))} at a time`;
  }

  /**
   * The filter of the list that finds this cause. Words of its line are in it only where operation
   * and code alone would find another cause as well.
   */
  filterOf({ operation, code, line }) {
    const parameters = new URLSearchParams(this.parameters);
    if (parameters.get('ended') === 'all') {
      parameters.delete('ended');
    }
    parameters.set('status', 'Failed');
    parameters.set('operation', operation);
    parameters.set('code', code);
    const isAmbiguous = this.found.items.some(
      (other) => other.line !== line && other.operation === operation && other.code === code,
    );
    if (isAmbiguous && !parameters.get('text')) {
      parameters.set('text', wordsOf(line));
    }
    return parameters;
  }
}

/** The words of a line that are the same in each failure of its cause: those without digits. */
function wordsOf(line) {
  const words = line.split(/\s+/).filter((word) => !/[\d/\\]/.test(word));
  let text = '';
  for (const word of words.slice(0, MAX_WORDS)) {
    const longer = `${text} ${word}`.trim();
    text = longer.length <= MAX_TEXT_CHARS ? longer : text;
  }
  return text;
}

function summaryText({ items, searched }, count) {
  if (items.length === 0) {
    return 'Nothing has failed in this time.';
  }
  const jobs = `${number(count)} ${count === 1 ? 'job' : 'jobs'} failed`;
  const causes = `${number(items.length)} ${items.length === 1 ? 'cause' : 'causes'}`;
  const rest = searched ? ` The newest ${number(searched)} failures were looked at.` : '';
  return `${jobs}, of ${causes}.${rest}`;
}

const seen = (text, iso) =>
  h('span', {}, `${text} `, timeElement(iso), h('span', { class: 'exact' }, ` ${time(iso)}`));

// The page of one job, current from its creation to the end of its retention.
import { get, getIfThere } from '../../net/api.js';
import { hasEnded } from '../../net/job-status.js';
import { every } from '../../net/repeat.js';
import { watchJob } from '../../net/watch-job.js';
import { operationNamed } from '../../session/catalogue.js';
import { badge, labelLinks, progressBar } from '../../ui/components.js';
import { h, setText, announce, redraw } from '../../ui/dom.js';
import { STATUS, ZONE } from '../../ui/format.js';
import { waitingWords } from '../../ui/waiting.js';
import { Chain } from './chain.js';
import { Curve } from './curve.js';
import { Deliveries } from './deliveries.js';
import { failure } from './failure.js';
import { Group } from './group.js';
import { Growing } from './growing.js';
import { Input } from './input.js';
import { JobActions } from './job-actions.js';
import { jobFacts } from './job-facts.js';
import { Log } from './log.js';
import { Notice } from './notice.js';
import { Output } from './output.js';
import { Pace } from './pace.js';
import { Removal } from './removal.js';
import { relatedRuns, runsCard } from './runs.js';
import { lifeBar } from './scale.js';
import { timeline } from './timeline.js';

// After the job's end: callbacks are delivered, a caller may delete the output, the job expires.
const DELIVERING_MILLIS = 5000;
const ENDED_MILLIS = 30_000;

const ANNOUNCED = {
  NotStarted: 'waits',
  Running: 'is running',
  Succeeded: 'has succeeded',
  Failed: 'has failed',
  Canceled: 'was cancelled',
};

export const jobPage = { path: /^\/job\/(?<id>[^/]+)$/, tab: 'jobs', title: 'Job', open };

async function open(main, { id }, signal) {
  const page = new JobPage(id, signal);
  page.update(await get(`job/${id}/status`, { signal }));
  main.replaceChildren(page.element);
  await Promise.all([page.refreshDetails(), page.log.load(), page.readOperation()]);
  if (!hasEnded(page.job)) {
    await watchJob(
      id,
      signal,
      (job) => page.update(job),
      (line) => page.log.take(line),
    );
    // Lines that were written while no stream was open.
    await page.log.load();
  }
  const millis = () => (page.deliveries.isDelivering ? DELIVERING_MILLIS : ENDED_MILLIS);
  await every(millis, signal, async () => {
    page.update(await get(`job/${id}/status`, { signal }));
    await page.refreshDetails();
  });
}

const card = (label, attributes = {}) =>
  h('section', { class: 'card', 'aria-label': label, ...attributes });

class JobPage {
  constructor(id, signal) {
    this.id = id;
    this.signal = signal;
    this.title = h('h1', { tabindex: -1 });
    this.status = h('span', { class: 'status' });
    this.labels = h('span', {});
    this.actions = new JobActions(this);
    this.notice = new Notice(signal);
    this.removal = new Removal(this);
    this.bar = progressBar('Progress');
    this.pace = new Pace(signal);
    this.curve = new Curve(signal);
    this.progress = h(
      'section',
      { class: 'card now', 'aria-label': 'Progress' },
      this.bar.element,
      this.pace.element,
      this.curve.element,
    );
    this.waiting = h('ul', { class: 'note waiting', 'aria-label': 'What it waits for' });
    this.error = card('Error');
    this.log = new Log(id, signal);
    this.input = new Input(id, signal);
    this.growing = new Growing(id, signal);
    this.runs = card('Other runs', { hidden: true });
    this.group = new Group(id, signal);
    this.chain = new Chain(id, signal);
    this.output = new Output(
      id,
      signal,
      (request) => this.act(request),
      () => this.removal.deleteOutput(),
    );
    this.facts = card('Facts');
    this.timeline = card('Story');
    this.deliveries = new Deliveries(this);
    this.element = h(
      'div',
      { class: 'jobpage' },
      h('p', { class: 'crumb' }, h('a', { href: '#/jobs' }, '← Jobs')),
      h(
        'div',
        { class: 'head' },
        h('div', {}, this.title, h('p', { class: 'under' }, this.status, this.labels)),
        this.actions.element,
      ),
      this.notice.element,
      this.waiting,
      this.error,
      this.progress,
      this.group.element,
      this.chain.element,
      this.output.element,
      this.growing.element,
      this.log.element,
      h('div', { class: 'two' }, this.facts, this.timeline),
      this.runs,
      this.input.element,
      this.deliveries.element,
    );
  }

  /** Shows a status document; the same one again changes nothing. */
  update(job) {
    const text = JSON.stringify(job);
    if (text === this.text) {
      return;
    }
    const before = this.job;
    const focused = this.element.contains(document.activeElement);
    this.text = text;
    this.job = job;
    this.showHead(before);
    this.removal.closeQuestions(job);
    this.progress.hidden = hasEnded(job) || Boolean(job.waitingFor);
    this.bar.update(job);
    this.pace.update(job);
    this.curve.update(job);
    this.showWaiting();
    this.showError();
    this.group.update(job);
    this.chain.update(job);
    this.output.update(job);
    this.input.update(job);
    this.growing.update(job, this.operation);
    this.facts.replaceChildren(h('h2', {}, 'Facts'), jobFacts(job));
    this.showTimeline();
    // An attempt that was lost with its node does not count: the next has the same number, and
    // only its start differs.
    const changed = (member) => before && before[member] !== job[member];
    if (changed('attempt') || changed('status') || changed('startedAt')) {
      this.refreshDetails().catch(() => {});
    }
    this.restoreFocus(focused);
  }

  showHead(before) {
    const { job } = this;
    setText(this.title, job.operation);
    document.title = `${job.operation} ${STATUS[job.status].toLowerCase()} · Meanwhile`;
    if (before?.status !== job.status || before?.cancelRequested !== job.cancelRequested) {
      this.status.replaceChildren(badge(job));
      if (before) {
        announce(`The job ${ANNOUNCED[job.status]}`);
      }
    }
    this.actions.show(job, this.operation);
    if (JSON.stringify(before?.labels) !== JSON.stringify(job.labels)) {
      this.labels.replaceChildren(...labelLinks(job.labels));
    }
  }

  /** What the catalogue says of the operation decides what may be done while the job runs. */
  async readOperation() {
    this.operation = await operationNamed(this.job.operation);
    this.growing.update(this.job, this.operation);
    this.actions.show(this.job, this.operation);
  }

  showWaiting() {
    const reasons = waitingWords(this.job);
    this.waiting.hidden = reasons.length === 0;
    this.waiting.replaceChildren(...reasons.map((words) => h('li', {}, words)));
  }

  showError() {
    const { error } = this.job;
    this.error.hidden = !error;
    if (error) {
      this.error.replaceChildren(...failure(this.job));
    }
  }

  showTimeline() {
    this.timeline.replaceChildren(
      h('h2', {}, 'Story', h('small', {}, ` times in ${ZONE}`)),
      lifeBar(this.job, this.history) ?? '',
      timeline(this.job, this.history),
    );
  }

  async showRuns() {
    const content = runsCard(this.job, await relatedRuns(this.job, this.signal));
    this.runs.hidden = content === null;
    redraw(this.runs, content ?? []);
  }

  /** When the focused element was removed, the focus goes on from the heading. */
  restoreFocus(wasFocused) {
    if (wasFocused && document.activeElement === document.body) {
      this.title.focus({ preventScroll: true });
    }
  }

  /** Reads what the status document leaves out: the history, and the callback's deliveries. */
  async refreshDetails() {
    const options = { signal: this.signal };
    this.history = await getIfThere(`job/${this.id}/history`, options);
    this.showTimeline();
    await this.showRuns();
    await this.deliveries.refresh();
  }

  /** Sends a request and shows its answer or its failure; returns the answer, or null. */
  async act(request) {
    try {
      const answer = await documentOf(await request());
      if (answer?.id === this.id) {
        this.update(answer);
      }
      this.notice.clear();
      await this.refreshDetails();
      return answer;
    } catch (error) {
      if (this.signal.aborted) {
        return null;
      }
      this.notice.fail(error);
      return null;
    } finally {
      this.restoreFocus(!this.signal.aborted);
    }
  }
}

/** The document of a response that was not read yet; a document as it is. */
const documentOf = (answer) =>
  answer instanceof Response ? (answer.status === 204 ? null : answer.json()) : (answer ?? null);

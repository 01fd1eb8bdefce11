// One job, from its creation to its expiry.
import { h, setText, announce, confirm, copyButton } from '../../ui/dom.js';
import { get, getIfThere, send, every, events } from '../../net/api.js';
import { follow } from '../../net/watch-job.js';
import { hasEnded } from '../../net/job-status.js';
import { STATUS, ZONE, duration, seconds } from '../../ui/format.js';
import { both } from '../../ui/times.js';
import { badge, bar, facts, problem } from '../../ui/components.js';
import { Output } from './output.js';
import { story } from './timeline.js';
import { callbacks } from './callbacks.js';
import { recall } from '../../session/sent-requests.js';

const SAID = {
  NotStarted: 'waits',
  Running: 'is running',
  Succeeded: 'has succeeded',
  Failed: 'has failed',
  Canceled: 'was cancelled',
};

export async function jobPage(main, id, signal) {
  const page = new JobPage(id, signal);
  page.update(await get(`job/${id}/status`, { signal }));
  main.replaceChildren(page.element);
  await page.more();
  if (!hasEnded(page.job)) {
    await follow(id, signal, (job) => page.update(job));
  }
  // Callbacks are delivered after the end; besides, others may remove the job, or its time comes.
  await every(
    () => (page.delivering ? 5000 : 30_000),
    signal,
    async () => {
      page.update(await get(`job/${id}/status`, { signal }));
      await page.more();
    },
  );
}

class JobPage {
  constructor(id, signal) {
    this.id = id;
    this.signal = signal;
    this.title = h('h1', { tabindex: -1 });
    this.status = h('span', { class: 'status' });
    this.labels = h('span', {});
    this.progress = bar('Progress');
    this.failed = h('div');
    this.error = h('section', { class: 'card', 'aria-label': 'Error' });
    this.output = new Output(
      id,
      signal,
      (request) => this.act(request),
      () => this.deleteOutput(),
    );
    this.facts = h('section', { class: 'card', 'aria-label': 'Facts' });
    this.story = h('section', { class: 'card', 'aria-label': 'Story' });
    this.callbacks = h('section', { class: 'card', 'aria-label': 'Callback', hidden: true });
    this.actions = h('div', { class: 'actions' });
    this.now = h('section', { class: 'card now', 'aria-label': 'Progress' }, this.progress.element);
    events.addEventListener('regained', () => this.regained(), { signal });
    this.element = h(
      'div',
      { class: 'jobpage' },
      h('p', { class: 'crumb' }, h('a', { href: '#/jobs' }, '← Jobs')),
      h(
        'div',
        { class: 'head' },
        h('div', {}, this.title, h('p', { class: 'under' }, this.status, this.labels)),
        this.actions,
      ),
      this.failed,
      this.now,
      this.error,
      this.output.element,
      h('div', { class: 'two' }, this.facts, this.story),
      this.callbacks,
    );
  }

  update(job) {
    const text = JSON.stringify(job);
    if (text === this.text) {
      return;
    }
    const before = this.job;
    const focused = this.hasFocus();
    this.text = text;
    this.job = job;
    setText(this.title, job.operation);
    document.title = `${job.operation} ${STATUS[job.status].toLowerCase()} · Meanwhile`;
    if (before?.status !== job.status || before?.cancelRequested !== job.cancelRequested) {
      this.status.replaceChildren(badge(job));
      this.showActions();
      if (before) {
        announce(`The job ${SAID[job.status]}`);
      }
    }
    if (!before) {
      this.labels.replaceChildren(
        ...Object.entries(job.labels).map(([key, value]) =>
          h(
            'a',
            {
              class: 'label',
              href: `#/jobs?${new URLSearchParams({ label: `${key}:${value}` })}`,
            },
            `${key}:${value}`,
          ),
        ),
      );
    }
    this.now.hidden = hasEnded(job);
    if (hasEnded(job)) {
      this.cancelling?.abort();
    }
    if (!job.resourceLocation) {
      this.deleting?.abort();
    }
    this.progress.update(job);
    this.showError();
    this.output.update(job);
    this.showFacts();
    this.showStory();
    // A run that was lost with its node does not count: the next one has the same number.
    if (
      before &&
      (before.attempt !== job.attempt ||
        before.status !== job.status ||
        before.startedAt !== job.startedAt)
    ) {
      this.more().catch(() => {});
    }
    this.keepFocus(focused);
  }

  hasFocus() {
    return this.element.contains(document.activeElement);
  }

  /** Whoever was at something that went goes on from the heading. */
  keepFocus(had) {
    if (had && document.activeElement === document.body) {
      this.title.focus({ preventScroll: true });
    }
  }

  /** What the status document does not say. */
  async more() {
    this.history = await getIfThere(`job/${this.id}/history`, { signal: this.signal });
    this.showStory();
    const { callback } = this.job.links;
    const log = callback ? await getIfThere(callback, { signal: this.signal }) : null;
    this.delivering = log?.deliveries.some(
      ({ state }) => state === 'Pending' || state === 'Sending',
    );
    this.callbacks.hidden = log === null;
    if (log) {
      const focused = this.callbacks.contains(document.activeElement);
      this.callbacks.replaceChildren(
        ...callbacks(log, () =>
          this.act(() => send(`job/${this.id}/callback`, { method: 'POST' })),
        ),
      );
      if (focused) {
        (this.callbacks.querySelector('button') ?? this.title).focus({ preventScroll: true });
      }
    }
  }

  showActions() {
    const { job } = this;
    const button = (text, kind, onclick) =>
      h('button', { type: 'button', class: kind, onclick }, text);
    this.actions.replaceChildren(
      ...[
        !hasEnded(job) && !job.cancelRequested && button('Cancel', 'danger', () => this.cancel()),
        h(
          'a',
          {
            class: 'button',
            href: `#/start/${job.operation}?again=${job.id}`,
            title: recall(job.id)
              ? 'With the same input, to be changed before it is sent'
              : 'With the same labels and priority; the input is not told again by the server',
          },
          'Run again',
        ),
      ].filter(Boolean),
    );
  }

  /** The same request takes the output from a job that has ended: so it is sent only before. */
  async cancel() {
    this.cancelling = new AbortController();
    const wanted = await confirm(
      'Cancel this job?',
      'What it has done so far is dropped. There is no way back.',
      'Cancel the job',
      AbortSignal.any([this.signal, this.cancelling.signal]),
    );
    let sent = false;
    if (wanted) {
      await this.act(async () => {
        this.update(await get(`job/${this.id}/status`, { signal: this.signal }));
        sent = !hasEnded(this.job);
        return sent ? send(`job/${this.id}`, { method: 'DELETE' }) : null;
      });
    }
    this.keepFocus(!this.signal.aborted);
    if (this.cancelling.signal.aborted && !sent) {
      this.say('The job has ended meanwhile', 'Nothing was sent from here, and nothing is lost.');
    }
  }

  async deleteOutput() {
    this.deleting = new AbortController();
    const wanted = await confirm(
      'Delete the output?',
      'Nobody can download it any more. The job’s record stays.',
      'Delete the output',
      AbortSignal.any([this.signal, this.deleting.signal]),
    );
    if (wanted) {
      if (await this.act(() => send(`job/${this.id}/output`, { method: 'DELETE' }))) {
        announce('The output is deleted');
      }
    }
  }

  /** What was asked for while nobody answered may have been done or not: the page shows which. */
  regained() {
    if (this.unanswered) {
      this.unanswered = false;
      this.say(
        'The server answers again',
        'Whether it did what you asked for shows below; if not, ask again.',
      );
    }
  }

  /** For eyes and ears. */
  say(title, text) {
    this.failed.replaceChildren(
      h('div', { class: 'note' }, h('b', {}, title), h('span', {}, text)),
    );
    announce(`${title}. ${text}`);
  }

  async act(request) {
    try {
      const response = await request();
      const answer = !response || response.status === 204 ? null : await response.json();
      if (answer?.id === this.id) {
        this.update(answer);
      }
      this.failed.replaceChildren();
      this.unanswered = false;
      await this.more();
      return answer;
    } catch (error) {
      if (this.signal.aborted) {
        return null;
      }
      this.unanswered = error.status === 0;
      this.failed.replaceChildren(problem(error));
      return null;
    } finally {
      this.keepFocus(!this.signal.aborted);
    }
  }

  showError() {
    const { error } = this.job;
    this.error.hidden = !error;
    if (error) {
      this.error.replaceChildren(
        h('h2', {}, 'Why it failed'),
        h('p', { class: 'why' }, error.message),
        facts([['Code', h('code', {}, error.code)]]),
      );
    }
  }

  showFacts() {
    const { job } = this;
    this.facts.replaceChildren(
      h('h2', {}, 'Facts'),
      facts([
        [
          'Id',
          h(
            'span',
            { class: 'digest' },
            h('code', {}, job.id),
            copyButton('Copy', () => job.id),
          ),
        ],
        ['Caller', job.caller],
        [
          'Attempt',
          job.attempt > 0
            ? `${job.attempt} of ${job.maxAttempts}`
            : `none yet, ${job.maxAttempts} at most`,
        ],
        ['Priority', String(job.priority)],
        ['In the queue', job.queuePosition ? `no. ${job.queuePosition} to start` : null],
        [
          'Ran',
          job.startedAt && job.finishedAt ? duration(seconds(job.startedAt, job.finishedAt)) : null,
        ],
        [
          'Expected end',
          !hasEnded(job) && job.estimatedFinishAt ? both(job.estimatedFinishAt) : null,
        ],
      ]),
    );
  }

  showStory() {
    this.story.replaceChildren(
      h('h2', {}, 'Story', h('small', {}, ` times in ${ZONE}`)),
      story(this.job, this.history),
    );
  }
}

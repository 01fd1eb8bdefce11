// One job, from its creation to its expiry.
import { h, setText, announce, confirm, copyButton } from './dom.js';
import { get, getIfThere, send, token, every, base } from './api.js';
import { follow } from './follow.js';
import { STATUS, hasEnded, moment, time, size, duration, seconds } from './format.js';
import { badge, bar, facts, problem } from './parts.js';
import { story } from './story.js';
import { callbacks } from './callbacks.js';
import { recall } from './memory.js';

export async function jobPage(main, id, signal) {
  const page = new JobPage(id, signal);
  page.update(await get(`job/${id}/status`, { signal }));
  main.replaceChildren(page.element);
  await page.more();
  if (!hasEnded(page.job)) {
    await follow(id, signal, (job) => page.update(job));
  }
  // Callbacks are delivered after the end; besides, others may remove the job, or its time comes.
  await every(() => (page.delivering ? 5000 : 30_000), signal, async () => {
    page.update(await get(`job/${id}/status`, { signal }));
    await page.more();
  });
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
    this.output = h('section', { class: 'card', 'aria-label': 'Output' });
    this.facts = h('section', { class: 'card', 'aria-label': 'Facts' });
    this.story = h('section', { class: 'card', 'aria-label': 'Story' });
    this.callbacks = h('section', { class: 'card', 'aria-label': 'Callback', hidden: true });
    this.actions = h('div', { class: 'actions' });
    this.now = h('section', { class: 'card now', 'aria-label': 'Progress' }, this.progress.element);
    this.element = h('div', { class: 'jobpage' },
      h('p', { class: 'crumb' }, h('a', { href: '#/jobs' }, '← Jobs')),
      h('div', { class: 'head' },
        h('div', {}, this.title, h('p', { class: 'under' }, this.status, this.labels)), this.actions),
      this.failed, this.now, this.error, this.output,
      h('div', { class: 'two' }, this.facts, this.story), this.callbacks);
  }

  update(job) {
    const text = JSON.stringify(job);
    if (text === this.text) {
      return;
    }
    const before = this.job;
    this.text = text;
    this.job = job;
    setText(this.title, job.operation);
    document.title = `${job.operation} ${STATUS[job.status].toLowerCase()} · Meanwhile`;
    if (before?.status !== job.status || before?.cancelRequested !== job.cancelRequested) {
      this.status.replaceChildren(badge(job));
      this.showActions();
      if (before) {
        announce(`The job is ${STATUS[job.status].toLowerCase()}`);
      }
    }
    if (!before) {
      this.labels.replaceChildren(...Object.entries(job.labels).map(([key, value]) => h('a', {
        class: 'label', href: `#/jobs?${new URLSearchParams({ label: `${key}:${value}` })}`,
      }, `${key}:${value}`)));
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
    this.showOutput();
    this.showFacts();
    this.showStory();
    if (before && (before.attempt !== job.attempt || before.status !== job.status)) {
      this.more().catch(() => {});
    }
  }

  /** What the status document does not say. */
  async more() {
    this.history = await getIfThere(`job/${this.id}/history`, { signal: this.signal });
    this.showStory();
    const { callback } = this.job.links;
    const log = callback ? await getIfThere(callback, { signal: this.signal }) : null;
    this.delivering = log?.deliveries.some(({ state }) => state === 'Pending' || state === 'Sending');
    this.callbacks.hidden = log === null;
    if (log) {
      this.callbacks.replaceChildren(...callbacks(log, () => this.act(() => send(`job/${this.id}/callback`, { method: 'POST' }))));
    }
  }

  showActions() {
    const { job } = this;
    const button = (text, kind, onclick) => h('button', { type: 'button', class: kind, onclick }, text);
    this.actions.replaceChildren(...[
      !hasEnded(job) && !job.cancelRequested && button('Cancel', 'danger', () => this.cancel()),
      h('a', { class: 'button', href: `#/start/${job.operation}?again=${job.id}`, title: recall(job.id)
        ? 'With the same input, to be changed before it is sent'
        : 'The input is not told again by the server: the form will be empty' }, 'Run again'),
    ].filter(Boolean));
  }

  /** The same request takes the output from a job that has ended: so it is sent only before. */
  async cancel() {
    this.cancelling = new AbortController();
    const wanted = await confirm('Cancel this job?', 'What it has done so far is dropped. There is no way back.', 'Cancel the job',
      AbortSignal.any([this.signal, this.cancelling.signal]));
    if (wanted) {
      await this.act(async () => {
        this.update(await get(`job/${this.id}/status`, { signal: this.signal }));
        return hasEnded(this.job) ? null : send(`job/${this.id}`, { method: 'DELETE' });
      });
    }
    if (this.cancelling.signal.aborted && !this.job.cancelRequested && this.job.status !== 'Canceled') {
      this.say('The job ended before it was cancelled', 'Nothing was cancelled, and nothing is lost.');
    }
  }

  async deleteOutput() {
    this.deleting = new AbortController();
    const wanted = await confirm('Delete the output?', 'Nobody can download it any more. The job’s record stays.', 'Delete the output',
      AbortSignal.any([this.signal, this.deleting.signal]));
    if (wanted) {
      await this.act(() => send(`job/${this.id}/output`, { method: 'DELETE' }));
    }
  }

  /** For eyes and ears. */
  say(title, text) {
    this.failed.replaceChildren(h('div', { class: 'note' }, h('b', {}, title), h('span', {}, text)));
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
      await this.more();
      return answer;
    } catch (error) {
      if (this.signal.aborted) {
        return null;
      }
      this.failed.replaceChildren(problem(error));
      return null;
    }
  }

  showError() {
    const { error } = this.job;
    this.error.hidden = !error;
    if (error) {
      this.error.replaceChildren(h('h2', {}, 'Why it failed'), h('p', { class: 'why' }, error.message), facts([['Code', h('code', {}, error.code)]]));
    }
  }

  showOutput() {
    const { job } = this;
    const known = JSON.stringify([job.output, job.resourceLocation]);
    this.output.hidden = !job.output;
    if (!job.output || known === this.outputKnown) {
      return;
    }
    this.outputKnown = known;
    const there = Boolean(job.resourceLocation);
    this.output.replaceChildren(...[
      h('h2', {}, 'Output'),
      facts([
        ['Size', size(job.output.size)],
        ['Type', h('code', {}, job.output.mediaType)],
        ['SHA-256', h('span', { class: 'digest' }, h('code', {}, job.output.sha256), copyButton('Copy', () => job.output.sha256))],
        there ? ['Expires', job.expiresAt && moment(job.expiresAt)] : ['Deleted', job.output.deletedAt && moment(job.output.deletedAt)],
      ]),
      there ? this.outputActions() : h('p', { class: 'quiet' }, 'It is not there any more.'),
    ]);
  }

  outputActions() {
    const address = `${base}/job/${this.id}/output`;
    const shared = h('div', { 'aria-live': 'polite' });
    return h('div', {}, h('div', { class: 'actions' },
      token()
        ? h('button', { type: 'button', class: 'primary', onclick: (event) => this.fetchOutput(event.target) }, 'Download')
        : h('a', { class: 'button primary', href: address, download: '' }, 'Download'),
      copyButton('Copy as curl', () => `curl -OJ ${token() ? '-H "Authorization: Bearer $TOKEN" ' : ''}'${address}'`, ''),
      this.shareButton(shared),
      h('button', { type: 'button', class: 'danger quiet', onclick: () => this.deleteOutput() }, 'Delete output')), shared);
  }

  /** With a token: a link could not send it. The whole output passes through memory. */
  async fetchOutput(button) {
    button.disabled = true;
    try {
      const response = await send(`job/${this.id}/output`);
      const name = /filename="?([^";]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? `${this.job.operation}.out`;
      const url = URL.createObjectURL(await response.blob());
      h('a', { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch (error) {
      this.failed.replaceChildren(problem(error));
    } finally {
      button.disabled = false;
    }
  }

  /** Shown where this server shares outputs. */
  shareButton(shown) {
    const button = h('button', { type: 'button', hidden: true, onclick: () => this.share(shown) }, 'Share');
    getIfThere(`job/${this.id}/share`, { signal: this.signal }).then((shares) => (button.hidden = shares === null), () => {});
    return button;
  }

  async share(shown) {
    let link = null;
    const answer = await this.act(async () => {
      const response = await send(`job/${this.id}/share`, { method: 'POST' });
      link = response.headers.get('Location');
      return response;
    });
    if (link) {
      shown.replaceChildren(h('div', { class: 'note' },
        h('b', {}, 'Whoever has this address can download the output'), h('code', { class: 'wrap' }, link),
        h('span', {}, 'It is shown only now.', answer.expiresAt && ` It ends ${time(answer.expiresAt)}.`), copyButton('Copy', () => link)));
    }
  }

  showFacts() {
    const { job } = this;
    this.facts.replaceChildren(h('h2', {}, 'Facts'), facts([
      ['Id', h('span', { class: 'digest' }, h('code', {}, job.id), copyButton('Copy', () => job.id))],
      ['Caller', job.caller],
      ['Attempt', job.attempt > 0 ? `${job.attempt} of ${job.maxAttempts}` : `none yet, ${job.maxAttempts} at most`],
      ['Priority', String(job.priority)],
      ['In the queue', job.queuePosition ? `${job.queuePosition}. to start` : null],
      ['Ran', job.startedAt && job.finishedAt ? duration(seconds(job.startedAt, job.finishedAt)) : null],
      ['Expected end', !hasEnded(job) && job.estimatedFinishAt ? moment(job.estimatedFinishAt) : null],
    ]));
  }

  showStory() {
    this.story.replaceChildren(h('h2', {}, 'Story'), story(this.job, this.history));
  }
}

// What was asked of many jobs from this tab: each such job with its progress, above every page
// until it is dismissed.
import { events, get, send } from '../net/api.js';
import { watchJob } from '../net/watch-job.js';
import { badge, button, progressBar } from '../ui/components.js';
import { announce, h, setText } from '../ui/dom.js';
import { number } from '../ui/format.js';

const KEY = 'meanwhile.doings';
const MAX_READ_BYTES = 1_000_000;
const MAX_REFUSALS = 5;

let strip = null;

const stored = () => JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
const store = (all) => sessionStorage.setItem(KEY, JSON.stringify(all));

/** Shows what is stored for this tab, and clears it when the caller changes. */
export function showDoings() {
  strip = document.getElementById('doings');
  stored().forEach(show);
  events.addEventListener('token', () => {
    store([]);
    strip.replaceChildren();
  });
}

/** Adds a job of the operation `bulk`; `title` says what it does. */
export function addDoing(id, title) {
  const doing = { id, title };
  store([...stored(), doing]);
  show(doing);
}

function show(doing) {
  strip.append(new Doing(doing).element);
}

class Doing {
  constructor({ id, title }) {
    this.id = id;
    this.title = title;
    this.closing = new AbortController();
    this.bar = progressBar(title);
    this.status = h('span', { class: 'status' });
    this.result = h('div', {});
    this.element = h(
      'section',
      { class: 'note doing', 'aria-label': title },
      h(
        'div',
        { class: 'actions' },
        this.status,
        h('b', {}, title),
        h('a', { href: `#/job/${id}` }, 'The job that does it'),
        button('Dismiss', 'quiet small', () => this.dismiss()),
      ),
      this.bar.element,
      this.result,
    );
    events.addEventListener('token', () => this.closing.abort(), { once: true });
    this.watch();
  }

  async watch() {
    try {
      this.update(await get(`job/${this.id}/status`, { signal: this.closing.signal }));
      await watchJob(this.id, this.closing.signal, (job) => this.update(job));
      if (!this.closing.signal.aborted) {
        await this.showResult();
      }
    } catch (error) {
      if (!this.closing.signal.aborted) {
        setText(this.result, error.message);
      }
    }
  }

  update(job) {
    this.job = job;
    this.bar.update(job);
    this.status.replaceChildren(badge(job));
  }

  async showResult() {
    const { job } = this;
    this.bar.element.hidden = true;
    if (job.status !== 'Succeeded') {
      this.element.classList.add('bad');
      setText(this.result, job.error ? `Nothing more is done: ${job.error.message}` : '');
      announce(`${this.title}: ${job.error?.message ?? 'cancelled'}`);
      return;
    }
    const lines = await this.readOutput();
    this.result.replaceChildren(...resultOf(job, lines));
    announce(`${this.title}: ${this.result.firstChild.textContent}`);
    events.dispatchEvent(new Event('news'));
  }

  /** The output's lines; null when it is too large to be read here, or gone. */
  async readOutput() {
    if (!this.job.resourceLocation || this.job.output.size > MAX_READ_BYTES) {
      return null;
    }
    const text = await (await send(`job/${this.id}/output`)).text();
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  dismiss() {
    this.closing.abort();
    store(stored().filter(({ id }) => id !== this.id));
    this.element.remove();
    document.getElementById('main').focus({ preventScroll: true });
  }
}

function resultOf(job, lines) {
  if (!lines) {
    return [h('p', {}, 'Done. What became of each job is in the output.')];
  }
  const refused = lines.filter(({ done }) => !done);
  const made = lines.filter((line) => line.job);
  const counts = `${number(lines.length - refused.length)} done${refused.length ? `, ${number(refused.length)} refused` : ''}.`;
  const link = h('a', { href: `#/jobs?group=${job.id}` }, 'See the new jobs');
  return [
    h('p', {}, counts, ' ', made.length > 0 && link),
    refused.length > 0 && h('ul', {}, refused.slice(0, MAX_REFUSALS).map(refusal)),
  ].filter(Boolean);
}

const refusal = ({ id, error }) =>
  h('li', {}, h('a', { href: `#/job/${id}` }, `…${id.slice(-8)}`), ` ${error?.detail ?? ''}`);

// The log of a job: what is kept of it, then further lines as they come with the events. It can be
// followed, stopped, searched and wrapped.
import { send } from '../../net/api.js';
import { button } from '../../ui/components.js';
import { h, setText } from '../../ui/dom.js';
import { number, time } from '../../ui/format.js';

const PAGE_LINES = 1000;
// As many as a log keeps: the page never shows more.
const MAX_LINES = 10_000;
const NEAR_PIXELS = 24;
const NO_LOG = [403, 404, 406, 410];

export class Log {
  constructor(jobId, signal) {
    this.path = `job/${jobId}/log`;
    this.signal = signal;
    this.seq = 0;
    this.lost = 0;
    this.attempt = null;
    this.isFollowed = true;
    this.loading = null;
    this.lines = h('div', {
      class: 'log wrap-lines',
      tabindex: 0,
      role: 'log',
      'aria-live': 'off',
      'aria-label': 'Log lines',
    });
    this.search = h('input', {
      type: 'search',
      placeholder: 'Search the log',
      'aria-label': 'Search the log',
      oninput: () => this.filter(),
    });
    this.follow = button('Follow', 'quiet small', () => this.setFollowed(!this.isFollowed));
    this.wrap = button('Wrap', 'quiet small', () => this.setWrapped());
    this.wrap.setAttribute('aria-pressed', 'true');
    this.count = h('span', { class: 'quiet', role: 'status' });
    this.element = h(
      'section',
      { class: 'card', 'aria-label': 'Log', hidden: true },
      h(
        'div',
        { class: 'cardhead' },
        h('h2', {}, 'Log'),
        h('div', { class: 'actions' }, this.count, this.search, this.wrap, this.follow),
      ),
      this.lines,
    );
    // Who scrolls up reads: the next line must not pull the place away.
    this.lines.addEventListener('scroll', () => {
      const { scrollHeight, scrollTop, clientHeight } = this.lines;
      this.setFollowed(scrollHeight - scrollTop - clientHeight < NEAR_PIXELS, false);
    });
    this.setFollowed(true);
  }

  /** Reads what is behind the last known line; calls at the same time are one. */
  load() {
    this.loading ??= this.read().finally(() => (this.loading = null));
    return this.loading;
  }

  async read() {
    try {
      for (let more = true; more;) {
        const response = await send(`${this.path}?after=${this.seq}&limit=${PAGE_LINES}`, {
          headers: { Accept: 'application/x-ndjson' },
          signal: this.signal,
        });
        const lines = (await response.text()).split('\n').filter(Boolean).map(JSON.parse);
        this.lost += Number(response.headers.get('Log-Lost') ?? 0);
        this.add(lines);
        more = lines.length === PAGE_LINES;
      }
    } catch (error) {
      if (!NO_LOG.includes(error.status)) {
        throw error;
      }
    }
  }

  /** Takes a line of the event stream. A gap is read: lines may have been written before. */
  take(line) {
    if (line.seq === this.seq + 1 && !this.loading) {
      this.add([line]);
    } else if (line.seq > this.seq) {
      this.load().catch(() => {});
    }
  }

  add(lines) {
    const fresh = lines.filter(({ seq }) => seq > this.seq);
    if (fresh.length === 0) {
      return;
    }
    this.seq = fresh.at(-1).seq;
    this.lines.append(...fresh.flatMap((line) => this.rows(line)));
    while (this.lines.children.length > MAX_LINES) {
      this.lines.firstChild.remove();
    }
    this.element.hidden = false;
    this.filter(fresh.length);
    if (this.isFollowed) {
      this.lines.scrollTop = this.lines.scrollHeight;
    }
  }

  rows({ at, attempt, level, text }) {
    const heading =
      attempt !== this.attempt && h('div', { class: 'attempt' }, `Attempt ${attempt}`);
    this.attempt = attempt;
    const kind = /^(error|fatal|warn)/i.exec(level ?? '')?.[1].toLowerCase() ?? '';
    const row = h(
      'div',
      { class: kind && (kind === 'warn' ? 'warn' : 'error') },
      h('time', { datetime: at, title: time(at) }, at.slice(11, 19)),
      ' ',
      h('span', {}, text),
    );
    return heading ? [heading, row] : [row];
  }

  /** Hides the lines that do not have the text; `fresh`: only as many at the end are new. */
  filter(fresh) {
    const text = this.search.value.trim().toLowerCase();
    const rows = [...this.lines.children];
    const looked = fresh ? rows.slice(-2 * fresh) : rows;
    looked.forEach(
      (row) => (row.hidden = text !== '' && !row.textContent.toLowerCase().includes(text)),
    );
    const found = text ? `${number(rows.filter((row) => !row.hidden).length)} of ` : '';
    const lost = this.lost > 0 ? `, ${number(this.lost)} older ones dropped` : '';
    const all = rows.filter((row) => row.className !== 'attempt').length;
    setText(this.count, `${found}${number(all)} ${all === 1 ? 'line' : 'lines'}${lost}`);
  }

  setFollowed(isFollowed, scrolls = true) {
    this.isFollowed = isFollowed;
    this.follow.setAttribute('aria-pressed', String(isFollowed));
    if (isFollowed && scrolls) {
      this.lines.scrollTop = this.lines.scrollHeight;
    }
  }

  setWrapped() {
    const isWrapped = this.lines.classList.toggle('wrap-lines');
    this.wrap.setAttribute('aria-pressed', String(isWrapped));
  }
}

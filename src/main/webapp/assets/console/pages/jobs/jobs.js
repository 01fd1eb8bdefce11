// The list of jobs: the newest first, kept current, filtered by what the address says.
import { h, announce } from '../../ui/dom.js';
import { events } from '../../net/api.js';
import { Live } from '../../net/long-poll.js';
import { hasEnded } from '../../net/job-status.js';
import { FIELDS, address, statusTabs, countTabs, FilterForm } from './filters.js';
import { List } from './job-list.js';
import { Selection } from './selection.js';
import { Pause } from './update-pause.js';
import { timesToggle } from '../../ui/times.js';
import { counts, tellListed } from '../../session/job-counts.js';

const PAGE = 100;

// With nothing to come of what is shown, changes are all there is; else estimates move as well.
const CALM_SECONDS = 50;
const BUSY_SECONDS = 15;

// Where an older page was come to from; the server leads to older ones only.
const newer = new Map();
let shown = null;

// Of somebody else's jobs nothing is left.
events.addEventListener('token', () => (shown = null));

/** The page; filters and the place in the list are the address's parameters. */
export function jobsPage(main, parameters, signal) {
  shown ??= new JobsPage();
  return shown.go(main, parameters, signal);
}

/** Stays: who changes its filters keeps the focus, and who comes back finds it as it was. */
class JobsPage {
  constructor() {
    this.tabs = h('nav', { class: 'tabs', 'aria-label': 'By status' });
    this.filters = new FilterForm();
    this.list = new List();
    this.selection = new Selection(this.list);
    this.pause = new Pause((page) => this.draw(page));
    this.pages = h('nav', { class: 'actions', 'aria-label': 'Pages' });
    this.element = h(
      'div',
      {},
      h(
        'div',
        { class: 'head' },
        h('h1', {}, 'Jobs'),
        h('a', { class: 'button primary', href: '#/start' }, 'Start a job'),
      ),
      this.tabs,
      this.filters.element,
      h(
        'div',
        { class: 'actions tools' },
        this.selection.element,
        h('div', { class: 'actions' }, timesToggle(this.list.element), this.pause.button),
      ),
      this.pause.element,
      this.selection.bulk.element,
      this.list.element,
      h('div', { class: 'actions end listfoot' }, this.list.count, this.pages),
    );
    events.addEventListener('counts', () => this.showCounts());
    events.addEventListener('lost', () => this.list.lost());
  }

  async go(main, parameters, signal) {
    const cursor = parameters.get('cursor');
    const here = address(parameters, { cursor });
    const stayed = main.contains(this.element);
    const turned = stayed && this.cursor !== cursor;
    if (!stayed) {
      if (here !== this.here) {
        this.list.clear();
      }
      main.replaceChildren(this.element);
    }
    if (here !== this.here) {
      this.selection.clear();
    }
    this.here = here;
    this.cursor = cursor;
    this.parameters = parameters;
    this.exact = {};
    statusTabs(this.tabs, parameters);
    this.showCounts();
    this.filters.show(parameters);
    if (turned) {
      scrollTo(0, 0);
      main.focus({ preventScroll: true });
    }
    this.pause.begin();
    this.list.begin(FIELDS.some((field) => parameters.get(field)));
    signal.addEventListener('abort', () => tellListed({}));
    await this.follow(signal);
  }

  follow(signal) {
    const query = new URLSearchParams({ limit: PAGE });
    [...FIELDS, 'cursor']
      .filter((field) => this.parameters.get(field))
      .forEach((field) => query.set(field, this.parameters.get(field)));
    const feed = new Live(`job?${query}`, signal);
    let first = true;
    return feed.watch(
      (page) => {
        feed.seconds = page.items.every(hasEnded) ? CALM_SECONDS : BUSY_SECONDS;
        this.countExactly(page);
        this.pause.take(page);
        if (first) {
          first = false;
          announce(
            `${page.items.length} ${page.items.length === 1 ? 'job' : 'jobs'}${page.next ? ', older ones follow' : ''}`,
          );
        }
      },
      () => {
        if (feed.seconds === BUSY_SECONDS) {
          // For its estimates, which are no other version.
          feed.tag = null;
        }
      },
    );
  }

  draw(page) {
    this.list.show(page);
    this.selection.show();
    this.showPages(page);
  }

  /** A list that is there as a whole is newer than the overview. */
  countExactly(page) {
    const { parameters } = this;
    const status = parameters.get('status');
    const isWhole = !page.next && !parameters.get('cursor');
    const unfinished = ['NotStarted', 'Running'].filter(
      (each) => isWhole && (!status || each === status),
    );
    this.exact = Object.fromEntries(
      unfinished.map((each) => [each, page.items.filter((job) => job.status === each).length]),
    );
    const ofAll = FIELDS.every((field) => field === 'status' || !parameters.get(field));
    tellListed({ ...this.exact, ofAll });
  }

  showCounts() {
    const isCounted = ['label', 'createdAfter', 'createdBefore'].every(
      (field) => !this.parameters?.get(field),
    );
    countTabs(this.tabs, {
      ...(isCounted && counts(this.parameters?.get('operation'))),
      ...this.exact,
    });
  }

  showPages(page) {
    const here = this.cursor ?? '';
    const older = page.next && new URL(page.next).searchParams.get('cursor');
    const link = (text, cursor, onclick) =>
      h('a', { class: 'button quiet', href: address(this.parameters, { cursor }), onclick }, text);
    const remember = (event) =>
      newer.set(new URLSearchParams(event.currentTarget.hash.split('?')[1]).get('cursor'), here);
    const links = [
      here && link('Newest', ''),
      here && newer.get(here) && link('Newer', newer.get(here)),
      older && link('Older', older, remember),
    ].filter(Boolean);
    this.pages.hidden = links.length === 0;
    // A link keeps its element, and with it the focus; the page behind it moves as jobs come.
    links.forEach((made, i) => {
      const there = this.pages.children[i];
      if (there?.textContent === made.textContent) {
        there.href = made.href;
      } else {
        this.pages.insertBefore(made, there ?? null);
      }
    });
    while (this.pages.children.length > links.length) {
      this.pages.lastChild.remove();
    }
  }
}

// The list of jobs: the newest first, filtered by the address, kept current by a long poll.
import { events } from '../../net/api.js';
import { FILTERS, isFiltered, listAddress, pageQuery } from '../../net/job-filter.js';
import { hasEnded } from '../../net/job-status.js';
import { LongPoll } from '../../net/long-poll.js';
import { jobCounts, setListedCounts } from '../../session/job-counts.js';
import { actions, linkButton } from '../../ui/components.js';
import { h, announce } from '../../ui/dom.js';
import { timesToggle } from '../../ui/times.js';
import { FilterForm } from './filters.js';
import { JobList } from './job-list.js';
import { Pager } from './pager.js';
import { Selection } from './selection.js';
import { showStatusTabs, showTabCounts } from './status-tabs.js';
import { UpdatePause } from './update-pause.js';
import { Views } from './views.js';

const PAGE_SIZE = 100;

// How long a poll waits. A list of ended jobs changes only by events, which end the wait; estimates
// and queue positions of unfinished jobs change without one.
const ENDED_WAIT_SECONDS = 50;
const UNFINISHED_WAIT_SECONDS = 15;

export const jobsPage = {
  path: /^\/jobs$/,
  tab: 'jobs',
  title: 'Jobs',
  open: (main, { parameters }, signal) => {
    instance ??= new JobsPage();
    return instance.open(main, parameters, signal);
  },
};

let instance = null;

// Another caller must not see the jobs of the one before.
events.addEventListener('token', () => (instance = null));

/** Kept while other pages are open: the focus survives a change of filters, and Back is instant. */
class JobsPage {
  constructor() {
    this.tabs = h('nav', { class: 'tabs', 'aria-label': 'By status' });
    this.filters = new FilterForm();
    this.list = new JobList();
    this.selection = new Selection(this.list);
    this.pause = new UpdatePause((page) => this.show(page));
    this.pager = new Pager();
    this.views = new Views();
    this.element = h(
      'div',
      {},
      h(
        'div',
        { class: 'head' },
        h('h1', {}, 'Jobs'),
        actions(
          this.views.element,
          this.list.columns.menu,
          linkButton('Start a job', '#/start', 'primary'),
        ),
      ),
      this.tabs,
      this.filters.element,
      h(
        'div',
        { class: 'actions tools' },
        this.selection.element,
        actions(timesToggle(this.list.element), this.pause.button),
      ),
      this.pause.element,
      this.selection.notice,
      this.list.element,
      h('div', { class: 'actions end listfoot' }, this.list.count, this.pager.element),
    );
    events.addEventListener('counts', () => this.showCounts());
    events.addEventListener('lost', () => this.list.lost());
  }

  async open(main, parameters, signal) {
    const cursor = parameters.get('cursor');
    const address = listAddress(parameters, { cursor });
    this.selection.parameters = parameters;
    this.selection.signal = signal;
    const isOpen = main.contains(this.element);
    const isTurned = isOpen && this.cursor !== cursor;
    if (!isOpen) {
      if (address !== this.address) {
        this.list.clear();
      }
      main.replaceChildren(this.element);
    }
    if (address !== this.address) {
      this.selection.clear();
    }
    this.address = address;
    this.cursor = cursor;
    this.parameters = parameters;
    this.listedCounts = {};
    this.counts = {};
    showStatusTabs(this.tabs, parameters);
    this.showCounts();
    this.filters.show(parameters);
    if (isTurned) {
      scrollTo(0, 0);
      main.focus({ preventScroll: true });
    }
    this.pause.begin();
    this.list.begin(isFiltered(parameters));
    signal.addEventListener('abort', () => setListedCounts({}));
    await this.watch(signal);
  }

  watch(signal) {
    const query = pageQuery(this.parameters, PAGE_SIZE);
    query.set('counts', 'true');
    const poll = new LongPoll(`job?${query}`, signal);
    let isFirst = true;
    const changed = (page) => {
      poll.seconds = page.items.every(hasEnded) ? ENDED_WAIT_SECONDS : UNFINISHED_WAIT_SECONDS;
      this.counts = page.counts ?? {};
      this.countListed(page);
      this.pause.take(page);
      if (isFirst) {
        isFirst = false;
        const jobs = `${page.items.length} ${page.items.length === 1 ? 'job' : 'jobs'}`;
        announce(`${jobs}${page.next ? ', older ones follow' : ''}`);
      }
    };
    const unchanged = () => {
      if (poll.seconds === UNFINISHED_WAIT_SECONDS) {
        // Estimates move without a new ETag: the next poll reads the whole page again.
        poll.etag = null;
      }
    };
    return poll.watch(changed, unchanged);
  }

  show(page) {
    this.list.show(page);
    this.selection.show();
    this.pager.show(page, this.parameters);
  }

  /** Counts the unfinished jobs of a list without further pages: newer than the overview's count. */
  countListed(page) {
    const { parameters } = this;
    const status = parameters.get('status');
    const isWhole = !page.next && !parameters.get('cursor');
    const unfinished = ['NotStarted', 'Running'].filter(
      (each) => isWhole && (!status || each === status),
    );
    this.listedCounts = Object.fromEntries(
      unfinished.map((each) => [each, page.items.filter((job) => job.status === each).length]),
    );
    const ofAll = FILTERS.every((filter) => filter === 'status' || !parameters.get(filter));
    setListedCounts({ ...this.listedCounts, ofAll });
  }

  showCounts() {
    // The overview counts by operation only.
    const isCounted = FILTERS.every(
      (filter) => ['status', 'operation'].includes(filter) || !this.parameters?.get(filter),
    );
    showTabCounts(this.tabs, {
      ...this.counts,
      ...(isCounted && jobCounts(this.parameters?.get('operation'))),
      ...this.listedCounts,
    });
  }
}

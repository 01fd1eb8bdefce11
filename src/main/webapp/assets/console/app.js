// Starts the console: opens the page that the address names, and keeps the header and the banner.
//   pages/    one page of the console each; may import the other rooms, but no other page
//   session/  what outlives a page: the caller, job counts, sent requests; may import net and ui
//   ui/       elements, words and formats; imports no other room
//   net/      requests, and waiting for changes; imports no other room
// eslint.config.js holds these rules.
import { errorPage, unknownPage } from './pages/error.js';
import { failuresPage } from './pages/failures/failures.js';
import { jobPage } from './pages/job/job.js';
import { jobsPage } from './pages/jobs/jobs.js';
import { nodesPage } from './pages/nodes.js';
import { operationPage } from './pages/operation/operation.js';
import { overviewPage } from './pages/overview/overview.js';
import { rawPage } from './pages/raw.js';
import { schedulePage } from './pages/schedules/schedule-form.js';
import { schedulesPage } from './pages/schedules/schedules.js';
import { startPage } from './pages/start/start.js';
import { workersPage } from './pages/workers.js';
import { events, token } from './net/api.js';
import { sleep } from './net/repeat.js';
import { showAccount } from './session/account.js';
import { showDoings } from './session/doings.js';
import { pollJobCounts } from './session/job-counts.js';
import { listenForPalette, openPalette } from './session/palette.js';
import { finishSignIn, keepSignedIn, renewedAfterEnd } from './session/provider.js';
import { restorePosition, savedPosition } from './session/scroll-position.js';
import { showSearchBox } from './session/search-box.js';
import { signIn } from './session/sign-in.js';
import { h, announce } from './ui/dom.js';

/**
 * A page is {path, tab, title, open}. `path` matches the address after #; `tab` is the link of the
 * header that is current; `open(main, address, signal)` shows the page and keeps it current until
 * the signal fires, which closes it. `address` has the named groups of `path`, and `parameters`.
 */
const PAGES = [
  jobsPage,
  failuresPage,
  jobPage,
  startPage,
  operationPage,
  schedulesPage,
  schedulePage,
  overviewPage,
  nodesPage,
  workersPage,
  rawPage,
];

const main = document.getElementById('main');
const banner = document.getElementById('banner');
let closing = new AbortController();
let openPath = null;

async function openPage() {
  closing.abort();
  closing = new AbortController();
  const { signal } = closing;
  const [path, query = ''] = (location.hash.slice(1) || '/jobs').split('?');
  const page = PAGES.find((candidate) => candidate.path.test(path));
  document.title = page ? `${page.title} · Meanwhile` : 'Meanwhile';
  markTab(page?.tab);
  const isFirst = openPath === null;
  const isSame = openPath === path;
  const position = savedPosition();
  openPath = path;
  if (!page) {
    main.replaceChildren(unknownPage());
    return;
  }
  if (!isSame && !isFirst) {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
    announce(page.title);
  }
  if (!isSame) {
    // Until the first answer: a page that needs none replaces it before it is painted.
    main.replaceChildren(opening(page.title));
  }
  if (position && !isSame) {
    restorePosition(main, position, !isFirst, signal);
  }
  try {
    const { groups } = page.path.exec(path);
    await page.open(main, { ...groups, parameters: new URLSearchParams(query) }, signal);
  } catch (error) {
    if (!signal.aborted) {
      main.replaceChildren(errorPage(error, openPage));
    }
  }
}

function opening(title) {
  return h(
    'div',
    {},
    h('h1', {}, title),
    h('p', { class: 'quiet', 'aria-busy': true }, 'Looking…'),
  );
}

function markTab(tab) {
  for (const link of document.querySelectorAll('.bar [data-page]')) {
    if (link.dataset.page === tab) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
}

events.addEventListener('lost', () => {
  banner.className = 'lost';
  banner.replaceChildren(h('b', {}, 'Connection lost.'), ' What you see may be old. Trying again…');
  banner.hidden = false;
});

events.addEventListener('regained', async () => {
  banner.className = 'regained';
  banner.replaceChildren('Connected again.');
  if (main.querySelector('.state')) {
    openPage();
  }
  await sleep(3000);
  // The connection may have been lost again since.
  banner.hidden = banner.className === 'regained';
});

// The dialog opens by itself once: after "Not now" polls that are refused do not open it again.
let hasAsked = false;
events.addEventListener('unauthenticated', async () => {
  if (!hasAsked) {
    hasAsked = true;
    if (!(await renewedAfterEnd())) {
      signIn(Boolean(token()));
    }
  }
});

events.addEventListener('signin', () => (hasAsked = false));

events.addEventListener('token', () => {
  hasAsked = false;
  // A form keeps what is filled in when its sender signs in; after signing out it goes.
  const kept = token() && main.querySelector('[data-kept]');
  if (kept) {
    kept.dispatchEvent(new Event('signedin'));
    return;
  }
  openPage();
  // The dialog or button that had the focus is gone.
  main.focus({ preventScroll: true });
});

document.querySelector('.skip').addEventListener('click', (event) => {
  // Following the link would put #main in place of the page's address.
  event.preventDefault();
  main.focus();
});
start();

async function start() {
  // Before the first request, which needs the token that this may bring.
  const failure = await finishSignIn();
  addEventListener('hashchange', openPage);
  keepSignedIn();
  showAccount();
  showSearchBox(openPalette);
  listenForPalette();
  showDoings();
  if (failure) {
    hasAsked = true;
    signIn(false, failure);
  }
  openPage();
  pollJobCounts();
}

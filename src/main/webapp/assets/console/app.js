// Which page the address names, and what stands around every page.
import { h, state, announce } from './ui/dom.js';
import { events, isGone, token, pause } from './net/api.js';
import { signIn } from './session/sign-in.js';
import { caller, showAccount } from './session/account.js';
import { glance } from './session/job-counts.js';
import { comeBack, leave } from './session/scroll-position.js';
import { jobsPage } from './pages/jobs/jobs.js';
import { jobPage } from './pages/job/job.js';
import { startPage } from './pages/start/start.js';
import { overviewPage } from './pages/overview.js';
import { rawPage } from './pages/raw.js';

const PAGES = [
  [/^\/jobs$/, 'jobs', 'Jobs', jobsPage],
  [/^\/job\/([^/]+)$/, 'jobs', 'Job', jobPage],
  [/^\/start$/, 'start', 'Start a job', startPage],
  [/^\/start\/([^/]+)$/, 'start', 'Start a job', startPage],
  [/^\/overview$/, 'overview', 'Overview', overviewPage],
  [/^\/(metrics|catalogue)$/, 'raw', 'Raw', rawPage],
];
const main = document.getElementById('main');
const banner = document.getElementById('banner');
let leaving = new AbortController();
let shown = null;

async function show() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const [path, query = ''] = (location.hash.slice(1) || '/jobs').split('?');
  const page = PAGES.find(([pattern]) => pattern.test(path));
  document.title = page ? `${page[2]} · Meanwhile` : 'Meanwhile';
  for (const link of document.querySelectorAll('.bar [data-page]')) {
    if (link.dataset.page === page?.[1]) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
  const keepsFocus = shown === path;
  const again = shown === null;
  const place = leave();
  shown = path;
  if (!page) {
    main.replaceChildren(
      state(
        'There is no such page',
        'The address may be mistyped.',
        h('a', { class: 'button', href: '#/jobs' }, 'All jobs'),
      ),
    );
    return;
  }
  if (!keepsFocus && !again) {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
    announce(page[2]);
  }
  if (place && !keepsFocus) {
    comeBack(main, place, !again, signal);
  }
  try {
    const argument = page[0].exec(path)[1];
    await page[3](main, argument ?? new URLSearchParams(query), signal, new URLSearchParams(query));
  } catch (error) {
    if (!signal.aborted) {
      explain(error);
    }
  }
}

/** A page for what went wrong, with what can be done about it. */
function explain(error) {
  const retry = h('button', { type: 'button', class: 'primary', onclick: show }, 'Try again');
  const jobs = h('a', { class: 'button', href: '#/jobs' }, 'All jobs');
  if (error.status === 401) {
    main.replaceChildren(
      state(
        'Who are you?',
        'This server answers only to those it knows.',
        h(
          'div',
          { class: 'actions' },
          h(
            'button',
            { type: 'button', class: 'primary', onclick: () => signIn(Boolean(token())) },
            'Sign in with a token',
          ),
        ),
      ),
    );
  } else if (error.status === 403) {
    main.replaceChildren(
      state(
        'Not for you',
        error.message || 'You may not see this.',
        h(
          'p',
          { class: 'quiet' },
          caller()
            ? `You are ${caller().name}, in the group ${caller().groups.join(' and ')}. `
            : '',
          'Somebody with the right to can show it to you, or give you a token that has it.',
        ),
        h(
          'div',
          { class: 'actions' },
          h(
            'button',
            { type: 'button', class: 'primary', onclick: () => signIn() },
            'Sign in with another token',
          ),
          jobs,
        ),
      ),
    );
  } else if (isGone(error)) {
    main.replaceChildren(
      state(
        'There is no such job',
        'It never was, or its record is over, or it is somebody else’s.',
        h('div', { class: 'actions' }, jobs),
      ),
    );
  } else if (error.status === 400 && error.problem.errors?.length) {
    main.replaceChildren(
      state(
        'The address asks for what cannot be',
        'Somewhere in it:',
        h(
          'ul',
          {},
          error.problem.errors.map(({ pointer, detail }) =>
            h('li', {}, h('code', {}, pointer.replace(/^\//, '')), ` ${detail}`),
          ),
        ),
        h(
          'div',
          { class: 'actions' },
          h('a', { class: 'button primary', href: '#/jobs' }, 'Show all jobs'),
        ),
      ),
    );
  } else if (error.status === 0) {
    main.replaceChildren(
      state(
        'The server does not answer',
        'This page goes on as soon as it does.',
        h('div', { class: 'actions' }, retry),
      ),
    );
  } else {
    if (error.status === undefined) {
      console.error(error);
    }
    main.replaceChildren(
      state('Something went wrong', error.message, h('div', { class: 'actions' }, retry, jobs)),
    );
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
    show();
  }
  await pause(3000);
  banner.hidden = banner.className === 'regained';
});

// Once by itself; who does not want to now is not asked again with each look.
let asked = false;
events.addEventListener('unauthenticated', () => {
  if (!asked) {
    asked = true;
    signIn(Boolean(token()));
  }
});

events.addEventListener('token', () => {
  asked = false;
  // What somebody has filled in is not taken away because the server asked who they are.
  const kept = token() && main.querySelector('[data-kept]');
  if (kept) {
    kept.dispatchEvent(new Event('signedin'));
    return;
  }
  show();
  // What asked for the token is gone.
  main.focus({ preventScroll: true });
});

document.querySelector('.skip').addEventListener('click', (event) => {
  // The address names the page, so the link may not change it.
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', show);
showAccount();
show();
glance();

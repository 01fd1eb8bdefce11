// The search box in the header, on every page: `/` focuses it. What it finds is a list of jobs; a
// whole id opens the job.
import { h } from '../ui/dom.js';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isWholeId = (text) => ID.test(text);

/** The address that shows what a text finds. */
export const searchAddress = (text) =>
  isWholeId(text) ? `#/job/${text.toLowerCase()}` : `#/jobs?${new URLSearchParams({ text })}`;

/** Whether a key is meant for a control, not for the page. */
const isTyping = ({ target }) =>
  target.closest?.('input, textarea, select, [contenteditable], dialog') !== null;

export function showSearchBox(openPalette) {
  const input = h('input', {
    type: 'search',
    name: 'q',
    placeholder: 'Search jobs',
    'aria-label': 'Search jobs by id, operation, label or error',
    'aria-keyshortcuts': '/',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: 256,
  });
  const form = h(
    'form',
    { role: 'search' },
    input,
    h('kbd', { 'aria-hidden': 'true' }, '/'),
    h(
      'button',
      {
        type: 'button',
        class: 'quiet small',
        'aria-keyshortcuts': 'Control+K',
        title: 'Go to a page, a job, an operation, or do something (Ctrl K)',
        onclick: openPalette,
      },
      'Go to…',
    ),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value.trim();
    location.hash = text ? searchAddress(text) : '#/jobs';
  });
  document.getElementById('search').replaceChildren(form);
  document.addEventListener('keydown', (event) => {
    if (
      event.key === '/' &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey &&
      !isTyping(event)
    ) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  const follow = () => {
    const [path, query] = location.hash.split('?');
    if (document.activeElement !== input) {
      input.value = path === '#/jobs' ? (new URLSearchParams(query).get('text') ?? '') : '';
    }
  };
  addEventListener('hashchange', follow);
  follow();
}

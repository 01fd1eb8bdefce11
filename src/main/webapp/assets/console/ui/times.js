// Times in a list are relative ("5 min ago") or absolute; this browser keeps the choice.
import { h } from './dom.js';
import { timeElement, relative, time, ZONE } from './format.js';

const KEY = 'meanwhile.times';
const SHORT = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const YEAR = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

let absolute = isAbsolute();

function isAbsolute() {
  try {
    return localStorage.getItem(KEY) === 'absolute';
  } catch {
    return false;
  }
}

/** The time in the viewer's zone; with the day unless it is today, with the year unless it is this. */
function shortTime(iso) {
  const date = new Date(iso);
  const now = new Date();
  const day =
    date.toDateString() === now.toDateString()
      ? ''
      : `${(date.getFullYear() === now.getFullYear() ? DAY : YEAR).format(date)}, `;
  return day + SHORT.format(date);
}

/** A time in a list, which the toggle switches. */
export function listTime(iso) {
  const element = timeElement(iso);
  element.dataset.listed = '';
  draw(element);
  return element;
}

function draw(element) {
  if (absolute) {
    delete element.dataset.relative;
  } else {
    element.dataset.relative = '';
  }
  element.textContent = absolute ? shortTime(element.dateTime) : relative(element.dateTime);
}

/** A time both relative and absolute, where there is room for both. */
export function fullTime(iso) {
  return h(
    'span',
    { class: 'when' },
    timeElement(iso),
    ' ',
    h('span', { class: 'quiet' }, time(iso)),
  );
}

/** A button that switches the times below the element between relative and absolute. */
export function timesToggle(element) {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'quiet small',
      'aria-pressed': String(absolute),
      title: `In the zone ${ZONE}`,
    },
    'Absolute times',
  );
  button.addEventListener('click', () => {
    absolute = !absolute;
    button.setAttribute('aria-pressed', String(absolute));
    try {
      localStorage.setItem(KEY, absolute ? 'absolute' : 'relative');
    } catch {
      // This browser stores nothing: the choice holds until the page is closed.
    }
    element.querySelectorAll('time[data-listed]').forEach(draw);
  });
  return button;
}

// Times in lists as people want them: how long ago, or when; the choice is kept in this browser.
import { h } from './dom.js';
import { moment, relative, time, ZONE } from './format.js';

const KEY = 'meanwhile.times';
const SHORT = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const DAY = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const YEAR = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

let absolute = read();

function read() {
  try {
    return localStorage.getItem(KEY) === 'absolute';
  } catch {
    return false;
  }
}

/** The viewer's time of today, with the day or the year where it is another. */
function short(iso) {
  const date = new Date(iso);
  const now = new Date();
  const day =
    date.toDateString() === now.toDateString()
      ? ''
      : `${(date.getFullYear() === now.getFullYear() ? DAY : YEAR).format(date)}, `;
  return day + SHORT.format(date);
}

/** A time in a list. */
export function listed(iso) {
  const element = moment(iso);
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
  element.textContent = absolute ? short(element.dateTime) : relative(element.dateTime);
}

/** Both at once, for who reads about one thing only. */
export function both(iso) {
  return h('span', { class: 'when' }, moment(iso), ' ', h('span', { class: 'quiet' }, time(iso)));
}

/** The switch between them. */
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
      // Then it holds for as long as the page is open.
    }
    element.querySelectorAll('time[data-listed]').forEach(draw);
  });
  return button;
}

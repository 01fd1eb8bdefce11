// How many jobs wait and run, as the header and the tabs tell it.
import { events, every, getIfThere, isLost } from '../net/api.js';
import { isIn } from './account.js';
import { setText } from '../ui/dom.js';
import { number, time } from '../ui/format.js';

// The server counts anew every three seconds, so a change is in the second look at the latest.
const TICK_MILLIS = 3000;
const IDLE_MILLIS = 10_000;
const LOOKS = 2;

let overview = null;
let countedAt = null;
let listed = {};

/** What a list that is shown as a whole tells more exactly than the server's count; {} for nothing. */
export function tellListed(counts) {
  listed = counts;
  show();
}

/** Running and waiting jobs of an operation, or of all; members that are not known are left out. */
export function counts(operation) {
  const known = operation ? overview?.operations.find(({ name }) => name === operation) : overview;
  return known ? { Running: known.running, NotStarted: known.waiting } : {};
}

/** Looks for as long as the window is open, and finds a server that comes back. */
export function glance() {
  let due = 0;
  let looks = 0;
  events.addEventListener('news', () => (looks = LOOKS));
  events.addEventListener('caller', () => (due = 0));
  return every(TICK_MILLIS, new AbortController().signal, async () => {
    if (!isLost() && looks === 0 && Date.now() < due) {
      return;
    }
    looks = Math.max(0, looks - 1);
    due = Date.now() + IDLE_MILLIS;
    try {
      await look();
    } catch {
      // Whatever is wrong is told by the page; this goes on.
      overview = null;
    }
    if (overview?.running > 0) {
      looks = Math.max(1, looks);
    }
    show();
  });
}

async function look() {
  if (isIn('operator')) {
    overview = await getIfThere('overview');
    countedAt = new Date().toISOString();
    return;
  }
  overview = null;
  if (isLost()) {
    await getIfThere('caller');
  }
}

function show() {
  const element = document.getElementById('pulse');
  const all = { ...counts(), ...(listed.ofAll && listed) };
  setText(
    element,
    overview ? `${number(all.Running)} running · ${number(all.NotStarted)} waiting` : '',
  );
  element.title = overview ? `Of all callers, counted at ${time(countedAt)}` : '';
  events.dispatchEvent(new Event('counts'));
}

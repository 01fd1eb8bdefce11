// The numbers of running and waiting jobs, in the header and on the tabs of the list.
import { events, getIfThere, isLost } from '../net/api.js';
import { every } from '../net/repeat.js';
import { setText } from '../ui/dom.js';
import { number, time } from '../ui/format.js';
import { isInGroup } from './account.js';

// The server counts at most every 3 s, so the second poll after a change has counted it.
const TICK_MILLIS = 3000;
const IDLE_MILLIS = 10_000;
const POLLS_AFTER_CHANGE = 2;

let overview = null;
let countedAt = null;
let listedCounts = {};

/**
 * Takes the counts of a list that is shown as a whole: they are newer than the server's. `ofAll`
 * in them says that the list has no filter. {} takes them back.
 */
export function setListedCounts(counts) {
  listedCounts = counts;
  show();
}

/** Running and waiting jobs of an operation, or of all operations; {} while they are unknown. */
export function jobCounts(operation) {
  const known = operation ? overview?.operations.find(({ name }) => name === operation) : overview;
  return known ? { Running: known.running, NotStarted: known.waiting } : {};
}

/** Polls until the tab is closed; while the connection is lost, the polls find its return. */
export function pollJobCounts() {
  let due = 0;
  let polls = 0;
  events.addEventListener('news', () => (polls = POLLS_AFTER_CHANGE));
  events.addEventListener('caller', () => (due = 0));
  return every(TICK_MILLIS, new AbortController().signal, async () => {
    if (!isLost() && polls === 0 && Date.now() < due) {
      return;
    }
    polls = Math.max(0, polls - 1);
    due = Date.now() + IDLE_MILLIS;
    try {
      await poll();
    } catch {
      // The page tells what is wrong; the header only leaves its counts out.
      overview = null;
    }
    if (overview?.running > 0) {
      polls = Math.max(1, polls);
    }
    show();
  });
}

/** Only operators may read the overview; others ask for the caller to find the connection again. */
async function poll() {
  if (isInGroup('operator')) {
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
  const all = { ...jobCounts(), ...(listedCounts.ofAll && listedCounts) };
  setText(
    element,
    overview ? `${number(all.Running)} running · ${number(all.NotStarted)} waiting` : '',
  );
  element.title = overview ? `Of all callers, counted at ${time(countedAt)}` : '';
  events.dispatchEvent(new Event('counts'));
}

// Sizes, durations and times as text, in the reader's language and zone.

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'];
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
export const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The API's five statuses as words for people. */
export const STATUS = {
  NotStarted: 'Waiting',
  Running: 'Running',
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Canceled: 'Cancelled',
};

export function size(bytes) {
  if (bytes === 1) {
    return '1 byte';
  }
  let amount = bytes;
  let unit = 0;
  // The limit leaves three digits: toPrecision(3) makes "1.00e+3" of 999.7.
  while (amount >= (unit === 0 ? 1000 : 999.5) && unit < UNITS.length - 1) {
    amount /= 1000;
    unit++;
  }
  return `${unit === 0 ? amount : amount.toPrecision(3)} ${UNITS[unit]}`;
}

export const number = (n) => n.toLocaleString();

/** Two units at most: "3 h 5 min". Negative seconds count as 0. */
export function duration(seconds) {
  const s = Math.max(0, seconds);
  if (s < 0.0005) {
    return '0 s';
  }
  if (s < 1) {
    return `${Math.round(s * 1000)} ms`;
  }
  if (s < 10) {
    return `${Math.round(s * 10) / 10} s`;
  }
  const whole = Math.round(s);
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min${whole % 60 ? ` ${whole % 60} s` : ''}`;
  }
  const minutes = Math.floor(whole / 60);
  if (minutes < 1440) {
    return `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ''}`;
  }
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)} d${hours % 24 ? ` ${hours % 24} h` : ''}`;
}

export const time = (iso) => DATE.format(new Date(iso));

export const seconds = (from, to) => (new Date(to) - new Date(from)) / 1000;

/** "12 s ago" or "in 3 h"; "now" within a second of now. */
export function relative(iso, now = Date.now()) {
  const s = (new Date(iso) - now) / 1000;
  if (Math.abs(s) < 1) {
    return 'now';
  }
  const text = duration(Math.floor(Math.abs(s)));
  return s < 0 ? `${text.split(' ').slice(0, 2).join(' ')} ago` : `in ${text}`;
}

/** A time element whose relative text is renewed each second; its title has the exact time. */
export function timeElement(iso) {
  const element = document.createElement('time');
  element.dateTime = iso;
  element.title = `${time(iso)} (${ZONE})`;
  element.dataset.relative = '';
  element.textContent = relative(iso);
  return element;
}

setInterval(() => {
  const now = Date.now();
  for (const element of document.querySelectorAll('time[data-relative]')) {
    const text = relative(element.dateTime, now);
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }
}, 1000);

// A line of a stack trace, of Java or Python: it says where, not why.
const FRAME = /^\s+(at |File ")|^\s*(\.\.\. \d+ more|Traceback \()/;

/**
 * The line of an error's message that says most about the cause. Programs end their standard error
 * with it; only stack traces go on with frames.
 */
export function tellingLine(message) {
  const lines = message.split('\n').filter((line) => line.trim());
  const causes = lines.filter((line) => !FRAME.test(line));
  const cause = lines.findLast((line) => /^Caused by: /.test(line));
  return (cause ?? causes.at(-1) ?? lines.at(-1) ?? '').trim();
}

/** A job's amount of work done, and its progress message; empty when it has told neither. */
export function progressText(job) {
  const p = job.progress;
  if (!p) {
    return '';
  }
  const unit = p.unit === 'bytes' ? '' : ` ${p.unit ?? ''}`;
  const amount = (n) => (p.unit === 'bytes' ? size(n) : number(n));
  const done =
    p.done === undefined
      ? ''
      : p.total
        ? `${amount(p.done)} of ${amount(p.total)}${unit}`
        : `${amount(p.done)}${unit}`;
  return [done.trim(), p.message].filter(Boolean).join(' · ');
}

// A plain reading of a cron line. The server decides what a line means; what this does not
// understand is told as a line to be checked.

const MACROS = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
};
const DAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const MAX_TIMES = 6;

/** The line in words, or null when it is none of five fields. */
export function cronWords(line) {
  const text = MACROS[line.trim().toLowerCase()] ?? line.trim();
  const fields = text.split(/\s+/);
  if (fields.length !== 5 || fields.some((field) => !/^[\w*,/-]+$/.test(field))) {
    return null;
  }
  const [minute, hour, day, month, weekday] = fields;
  const parts = [timeWords(minute, hour), dayWords(day, weekday), monthWords(month)];
  return parts.some((part) => part === null) ? null : parts.filter(Boolean).join(', ');
}

function timeWords(minute, hour) {
  const minutes = numbers(minute, 59);
  const hours = numbers(hour, 23);
  if (minutes && hours && minutes.length * hours.length <= MAX_TIMES) {
    return `at ${join(hours.flatMap((h) => minutes.map((m) => clock(h, m))))}`;
  }
  const when = minuteWords(minute, minutes);
  return when && `${when}${hourWords(hour, hours)}`;
}

function minuteWords(minute, minutes) {
  const step = /^\*\/(\d+)$/.exec(minute)?.[1];
  if (minute === '*') {
    return 'every minute';
  }
  if (step) {
    return `every ${step} minutes`;
  }
  if (minutes?.length === 1 && minutes[0] === 0) {
    return 'on the hour';
  }
  const named = minutes ? join(minutes) : rangeWords(minute, String);
  return named && `at minute ${named}`;
}

function hourWords(hour, hours) {
  const step = /^\*\/(\d+)$/.exec(hour)?.[1];
  if (hour === '*') {
    return '';
  }
  if (step) {
    return ` of every ${step} hours`;
  }
  if (hours) {
    return ` of the hours from ${join(hours.map((h) => clock(h, 0)))}`;
  }
  const range = /^(\d+)-(\d+)$/.exec(hour);
  return range
    ? `, from ${clock(Number(range[1]), 0)} to ${clock(Number(range[2]), 59)}`
    : ` in the hours ${hour}`;
}

function dayWords(day, weekday) {
  const days = day.startsWith('*')
    ? starWords(day, 'day')
    : numberWords(day, 'on day', ' of the month');
  const weekdays = weekday.startsWith('*')
    ? starWords(weekday, 'weekday')
    : namedWords(weekday, DAYS, 0, 'on');
  if (days && weekdays) {
    // Cron's own rule: when both are restricted, either will do.
    return day.startsWith('*') || weekday.startsWith('*')
      ? `${days}, ${weekdays}`
      : `${days}, or ${weekdays}`;
  }
  return days || weekdays || 'every day';
}

const monthWords = (month) =>
  month.startsWith('*') ? starWords(month, 'month') : namedWords(month, MONTHS, 1, 'in');

const starWords = (field, unit) => (field === '*' ? '' : `every ${field.slice(2)}. ${unit}`);

const numberWords = (field, before, after) => `${before} ${rangeWords(field, String)}${after}`;

const namedWords = (field, names, first, before) =>
  `${before} ${rangeWords(field, (value) => nameOf(value, names, first))}`;

function nameOf(value, names, first) {
  const found = /^\d+$/.test(value)
    ? names[Number(value) - first]
    : names.find((name) => name.slice(0, 3).toLowerCase() === value.toLowerCase());
  return found ?? value;
}

/** A list of values and ranges, each with an optional step. */
function rangeWords(field, word) {
  const parts = field.split(',').map((part) => {
    const [range, step] = part.split('/');
    const [from, to] = range.split('-');
    const words = to === undefined ? word(from) : `${word(from)} to ${word(to)}`;
    return step ? `${words} in steps of ${step}` : words;
  });
  return join(parts);
}

/** The numbers of a plain list; null for stars, ranges and steps. */
function numbers(field, max) {
  const all = field.split(',').map(Number);
  return /^[\d,]+$/.test(field) && all.every((value) => value <= max)
    ? all.sort((a, b) => a - b)
    : null;
}

const clock = (hour, minute) =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

const join = (all) =>
  all.length < 2 ? String(all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;

// Durations as people type them (20s, 5min, 2h) and as the API has them: ISO 8601, weeks and smaller,
// with a fraction of the last number.

const ISO =
  /^P(?=.)(?!.*[.,]\d+[A-Z].)(?:[\d.,]+W)?(?:[\d.,]+D)?(?:T(?=\d)(?:[\d.,]+H)?(?:[\d.,]+M)?(?:[\d.,]+S)?)?$/i;
const SHORT = /^(\d+(?:[.]\d+)?)\s*(ms|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)?$/i;
const SECONDS = { m: 60, h: 3600, d: 86400 };

/** Returns a typed duration in ISO 8601, or null for any other text. A plain number is seconds. */
export function toIsoDuration(text) {
  if (ISO.test(text)) {
    return text.toUpperCase();
  }
  const found = SHORT.exec(text);
  if (!found) {
    return null;
  }
  const unit = (found[2] ?? 's').toLowerCase();
  const amount = Number(found[1]);
  if (unit === 'ms') {
    return `PT${amount / 1000}S`;
  }
  return `PT${amount * (SECONDS[unit[0]] ?? 1)}S`;
}

/** Returns the seconds of an ISO 8601 duration; 0 when the text is none. */
export function toSeconds(iso) {
  const [, days, hours, minutes, seconds] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/i.exec(iso) ?? [];
  return [days, hours, minutes, seconds]
    .map((amount) => Number(amount ?? 0))
    .reduce((sum, amount, i) => sum + amount * [86400, 3600, 60, 1][i], 0);
}

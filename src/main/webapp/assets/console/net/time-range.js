// Ranges of time that are told from now: "last night" means another night tomorrow.

const HOUR = 3_600_000;
const NIGHT_BEGINS = 18;
const NIGHT_ENDS = 8;

export const RANGES = {
  hour: 'Last hour',
  night: 'Last night',
  day: '24 hours',
  week: '7 days',
};

/** The times {after, before} of a range; `before` is missing when it goes on. */
export function timeRange(name, now = new Date()) {
  switch (name) {
    case 'hour':
      return { after: ago(now, HOUR) };
    case 'night':
      return night(now);
    case 'day':
      return { after: ago(now, 24 * HOUR) };
    case 'week':
      return { after: ago(now, 7 * 24 * HOUR) };
    default:
      return {};
  }
}

const ago = (now, millis) => new Date(now - millis).toISOString();

/** From 18:00 of the day before to 08:00 of this day, in the reader's time zone. */
function night(now) {
  const after = new Date(now);
  after.setDate(after.getDate() - 1);
  after.setHours(NIGHT_BEGINS, 0, 0, 0);
  const before = new Date(now);
  before.setHours(NIGHT_ENDS, 0, 0, 0);
  return {
    after: after.toISOString(),
    ...(before < now && { before: before.toISOString() }),
  };
}

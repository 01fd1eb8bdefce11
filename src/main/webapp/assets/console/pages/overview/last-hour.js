// The 60 minutes of an overview, of which it tells those in which something happened.

export const MINUTES = 60;

/** The place of a minute among the 60; the last is the current one. */
export const minuteIndex = (overview, { minute }) =>
  MINUTES - 1 - (Date.parse(overview.minute) - Date.parse(minute)) / 60_000;

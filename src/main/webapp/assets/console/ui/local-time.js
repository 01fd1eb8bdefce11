// Times of a datetime-local field, which has the reader's time zone and no seconds.

/** An instant as the field's value; empty for what is none. */
export const toLocal = (iso) =>
  iso && !Number.isNaN(Date.parse(iso))
    ? new Date(new Date(iso) - new Date(iso).getTimezoneOffset() * 60000).toISOString().slice(0, 16)
    : '';

/** The field's value as an instant; empty when nothing is filled in. */
export const toIso = (local) => (local ? new Date(local).toISOString() : '');

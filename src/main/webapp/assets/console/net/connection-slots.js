// A limit on requests that stay open. With HTTP/1.1 a browser opens six connections to a server,
// shared by all its tabs: two are left for what people do.
const SLOTS = 4;

/**
 * Calls the body with true while a slot is held, or with false when other tabs hold all slots.
 * Tabs cannot share locks without TLS, except on localhost: then the tab with the focus has a slot.
 */
export function withConnectionSlot(body) {
  if (!navigator.locks) {
    return body(document.hasFocus());
  }
  const take = (i) =>
    i === SLOTS
      ? body(false)
      : navigator.locks.request(`meanwhile.held.${i}`, { ifAvailable: true }, (lock) =>
          lock ? body(true) : take(i + 1),
        );
  return take(0);
}

// Where somebody was on a page, kept with the browser's history for when they come Back to it.

const SETTLED_MILLIS = 150;
const PATIENCE_MILLIS = 5000;
let timer = 0;
let coming = false;

history.scrollRestoration = 'manual';

function keep() {
  clearTimeout(timer);
  if (!coming) {
    const link = document.activeElement?.closest('main a[href]');
    history.replaceState(
      { y: scrollY, at: link?.getAttribute('href'), top: link?.getBoundingClientRect().top },
      '',
    );
  }
}

addEventListener(
  'scroll',
  () => {
    clearTimeout(timer);
    timer = setTimeout(keep, SETTLED_MILLIS);
  },
  { passive: true },
);
// Before a link leads away.
document.addEventListener('click', keep, true);

/** The place that belongs to the address now, before anything is drawn; null at a new one. */
export function leave() {
  clearTimeout(timer);
  return history.state?.y === undefined ? null : history.state;
}

/** Goes to the place as soon as the page has it, unless its reader does something first. */
export function comeBack(main, { y, at, top }, withFocus, signal) {
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal, AbortSignal.timeout(PATIENCE_MILLIS)]);
  const go = () => {
    const link = withFocus && at ? main.querySelector(`a[href="${CSS.escape(at)}"]`) : null;
    const isThere =
      document.documentElement.scrollHeight >= y + innerHeight && (link || !withFocus || !at);
    if (isThere) {
      scrollTo(0, y);
      link?.focus({ preventScroll: true });
      observer.disconnect();
      // What is above it has its height when it was drawn.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          if (link && !until.aborted) {
            scrollBy(0, link.getBoundingClientRect().top - top);
          }
          over.abort();
        }),
      );
    }
  };
  coming = true;
  const observer = new MutationObserver(go);
  until.addEventListener('abort', () => {
    coming = false;
    observer.disconnect();
  });
  for (const act of ['wheel', 'keydown', 'pointerdown']) {
    addEventListener(act, () => over.abort(), { signal: until, passive: true });
  }
  // Not at once: the page before is still there.
  observer.observe(main, { childList: true, subtree: true });
}

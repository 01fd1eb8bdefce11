// Keeps a page's scroll position and focused link in the browser's history, and restores both when
// the reader comes Back. The browser's own restoration comes before the page has its content.

const SETTLED_MILLIS = 150;
const GIVE_UP_MILLIS = 5000;
let timer = 0;
let restoring = false;

history.scrollRestoration = 'manual';

function save() {
  clearTimeout(timer);
  if (!restoring) {
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
    timer = setTimeout(save, SETTLED_MILLIS);
  },
  { passive: true },
);
// In the capture phase: before a link leads away.
document.addEventListener('click', save, true);

/**
 * The position saved for the current address, or null when this visit is its first. Also stops a
 * pending save, which would save the old page's position for the new one.
 */
export function savedPosition() {
  clearTimeout(timer);
  return history.state?.y === undefined ? null : history.state;
}

/**
 * Restores the position once the page is long enough and has the link. Gives up after 5 s, when
 * the signal fires, and when the reader scrolls, types or clicks.
 */
export function restorePosition(main, { y, at, top }, withFocus, signal) {
  const done = new AbortController();
  const until = AbortSignal.any([signal, done.signal, AbortSignal.timeout(GIVE_UP_MILLIS)]);
  const tryToRestore = () => {
    const link = withFocus && at ? main.querySelector(`a[href="${CSS.escape(at)}"]`) : null;
    const isReady =
      document.documentElement.scrollHeight >= y + innerHeight && (link || !withFocus || !at);
    if (isReady) {
      scrollTo(0, y);
      link?.focus({ preventScroll: true });
      observer.disconnect();
      // Content above the link gets its height when it is drawn: correct for it after that.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          if (link && !until.aborted) {
            scrollBy(0, link.getBoundingClientRect().top - top);
          }
          done.abort();
        }),
      );
    }
  };
  restoring = true;
  const observer = new MutationObserver(tryToRestore);
  until.addEventListener('abort', () => {
    restoring = false;
    observer.disconnect();
  });
  for (const act of ['wheel', 'keydown', 'pointerdown']) {
    addEventListener(act, () => done.abort(), { signal: until, passive: true });
  }
  // Not tried at once: the page before is still in place.
  observer.observe(main, { childList: true, subtree: true });
}

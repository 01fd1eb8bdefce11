// A button that shows a small panel below itself: a disclosure, so that it needs no roles.
import { h } from './dom.js';

/** The panel closes by Escape, and when the focus or a click goes elsewhere. */
export function menu(text, ...content) {
  const summary = h('summary', { class: 'button quiet small' }, text);
  const element = h('details', { class: 'menu' }, summary, h('div', { class: 'panel' }, content));
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && element.open) {
      event.stopPropagation();
      element.open = false;
      summary.focus();
    }
  });
  element.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !element.contains(event.relatedTarget)) {
      element.open = false;
    }
  });
  document.addEventListener('pointerdown', (event) => {
    if (!element.contains(event.target)) {
      element.open = false;
    }
  });
  return element;
}

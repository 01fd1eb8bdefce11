// Links to the newest, newer and older pages of the list.
import { listAddress } from '../../net/job-filter.js';
import { h } from '../../ui/dom.js';

// The server links to older pages only: this maps a page's cursor to the cursor it was opened from.
const newerCursors = new Map();

export class Pager {
  constructor() {
    this.element = h('nav', { class: 'actions', 'aria-label': 'Pages' });
  }

  show(page, parameters) {
    this.cursor = parameters.get('cursor') ?? '';
    const newer = this.cursor && newerCursors.get(this.cursor);
    const older = page.next && new URL(page.next).searchParams.get('cursor');
    const link = (text, cursor, onclick) =>
      h('a', { class: 'button quiet', href: listAddress(parameters, { cursor }), onclick }, text);
    // Both cursors are read at the click: the link may have been made for another page.
    const remember = (event) => {
      const [, query] = event.currentTarget.hash.split('?');
      newerCursors.set(new URLSearchParams(query).get('cursor'), this.cursor);
    };
    const links = [
      this.cursor && link('Newest', ''),
      newer && link('Newer', newer),
      older && link('Older', older, remember),
    ].filter(Boolean);
    this.element.hidden = links.length === 0;
    this.replaceLinks(links);
  }

  /** A link with the same text keeps its element, and with it the focus; its address may change. */
  replaceLinks(links) {
    links.forEach((wanted, i) => {
      const link = this.element.children[i];
      if (link?.textContent === wanted.textContent) {
        link.href = wanted.href;
      } else {
        this.element.insertBefore(wanted, link ?? null);
      }
    });
    while (this.element.children.length > links.length) {
      this.element.lastChild.remove();
    }
  }
}

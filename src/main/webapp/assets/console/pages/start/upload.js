// How far a file is sent, with a way to break it off.
import { h, setText } from '../../ui/dom.js';
import { size } from '../../ui/format.js';

export class Upload {
  constructor() {
    this.meter = h('progress', { 'aria-label': 'Upload' });
    this.percent = h('span', { class: 'percent' });
    this.text = h('span', { class: 'quiet' });
    this.stop = h(
      'button',
      { type: 'button', class: 'small', onclick: () => this.over.abort() },
      'Cancel the upload',
    );
    this.element = h(
      'div',
      { class: 'progress upload', hidden: true },
      this.meter,
      h('div', { class: 'under' }, this.percent, this.text),
      this.stop,
    );
  }

  /** Another one; its signal tells when it is broken off, as it is with the page. */
  begin(page) {
    this.over = new AbortController();
    return AbortSignal.any([this.over.signal, page]);
  }

  show(sent, all) {
    if (this.element.hidden) {
      this.element.hidden = false;
      // Whoever sent the form from its button, which waits now.
      if (document.activeElement === document.body) {
        this.stop.focus({ preventScroll: true });
      }
    }
    this.meter.max = all;
    this.meter.value = sent;
    setText(this.percent, `${Math.floor((sent / all) * 100)} %`);
    setText(this.text, `${size(sent)} of ${size(all)} sent`);
  }

  /** Whether it had the focus. */
  end() {
    const had = this.element.contains(document.activeElement);
    this.element.hidden = true;
    return had;
  }
}

// The progress of an upload, with a button that cancels it.
import { button } from '../../ui/components.js';
import { h, setText } from '../../ui/dom.js';
import { size } from '../../ui/format.js';

export class UploadProgress {
  constructor() {
    this.meter = h('progress', { 'aria-label': 'Upload' });
    this.percent = h('span', { class: 'percent' });
    this.text = h('span', { class: 'quiet' });
    this.cancelButton = button('Cancel the upload', 'small', () => this.cancelled.abort());
    this.element = h(
      'div',
      { class: 'progress upload', hidden: true },
      this.meter,
      h('div', { class: 'under' }, this.percent, this.text),
      this.cancelButton,
    );
  }

  /** Begins another upload. The signal it returns fires on cancel, and with the page's signal. */
  begin(pageSignal) {
    this.cancelled = new AbortController();
    return AbortSignal.any([this.cancelled.signal, pageSignal]);
  }

  show(sentBytes, totalBytes) {
    if (this.element.hidden) {
      this.element.hidden = false;
      // The button that sent the form is disabled now and has lost the focus.
      if (document.activeElement === document.body) {
        this.cancelButton.focus({ preventScroll: true });
      }
    }
    this.meter.max = totalBytes;
    this.meter.value = sentBytes;
    setText(this.percent, `${Math.floor((sentBytes / totalBytes) * 100)} %`);
    setText(this.text, `${size(sentBytes)} of ${size(totalBytes)} sent`);
  }

  /** Hides the progress; returns whether it had the focus, which then needs another place. */
  end() {
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = true;
    return hadFocus;
  }
}

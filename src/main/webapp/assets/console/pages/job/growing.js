// The output of a running job whose operation only appends to it (RFC 8673): how much is there, and
// a download of that.
import { send } from '../../net/api.js';
import { button } from '../../ui/components.js';
import { announce, h, setText } from '../../ui/dom.js';
import { size } from '../../ui/format.js';

// The parts pass through the browser's memory.
const MAX_BYTES = 256_000_000;
const REVOKE_MILLIS = 60_000;
const NOTHING_NEW = [404, 416];

export class Growing {
  constructor(jobId, signal) {
    this.path = `job/${jobId}/output`;
    this.signal = signal;
    this.forget();
    this.text = h('p', { role: 'status' }, 'It can be read while the job writes it.');
    this.get = button('Get what is there', '', () => this.fetchAll());
    this.save = button('Save it', 'primary', () => this.download());
    this.save.hidden = true;
    this.notice = h('p', { class: 'quiet' });
    this.element = h(
      'section',
      { class: 'card', 'aria-label': 'Output so far', hidden: true },
      h('h2', {}, 'Output so far'),
      this.text,
      h('div', { class: 'actions' }, this.get, this.save),
      this.notice,
    );
  }

  forget() {
    this.parts = [];
    this.bytes = 0;
    this.tag = null;
  }

  /** Shown while the job runs, when the operation says that its output grows. */
  update(job, operation) {
    this.operation = job.operation;
    this.element.hidden = !(operation?.appendOnly && job.status === 'Running');
  }

  /** Reads on from what is known until there is no more for now. */
  async fetchAll() {
    this.get.disabled = true;
    setText(this.notice, '');
    try {
      while (this.bytes < MAX_BYTES && (await this.fetchPart())) {
        setText(this.text, `${size(this.bytes)} so far`);
      }
      setText(this.text, this.bytes > 0 ? `${size(this.bytes)} so far` : 'Nothing is there yet.');
      setText(this.get, 'Get what is new');
      announce(this.text.textContent);
    } catch (error) {
      if (!this.signal.aborted) {
        setText(this.notice, error.message);
      }
    }
    this.save.hidden = this.bytes === 0;
    this.get.disabled = false;
  }

  /** Returns whether there was anything new. Another attempt begins anew, with another tag. */
  async fetchPart() {
    let response;
    try {
      response = await send(this.path, {
        headers: {
          Range: `bytes=${this.bytes}-`,
          ...(this.tag && { 'If-Range': this.tag }),
        },
        signal: this.signal,
      });
    } catch (error) {
      if (NOTHING_NEW.includes(error.status)) {
        return false;
      }
      throw error;
    }
    const tag = response.headers.get('ETag');
    const isAnew = this.tag !== null && tag !== this.tag;
    const from = Number(/bytes (\d+)-/.exec(response.headers.get('Content-Range') ?? '')?.[1] ?? 0);
    if (isAnew && from === 0) {
      this.forget();
    }
    const part = await response.blob();
    this.type = response.headers.get('Content-Type');
    this.tag = tag;
    this.parts.push(part);
    this.bytes += part.size;
    // A whole answer is all there is; of a growing one there may be more.
    return part.size > 0 && response.status === 206;
  }

  download() {
    const url = URL.createObjectURL(new Blob(this.parts, { type: this.type ?? '' }));
    h('a', { href: url, download: `${this.operation}-so-far.out` }).click();
    setTimeout(() => URL.revokeObjectURL(url), REVOKE_MILLIS);
  }
}

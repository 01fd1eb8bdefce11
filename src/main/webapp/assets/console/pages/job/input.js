// The input of a job, for whom may read it. It is asked for only when somebody opens it: each look
// is a line of the audit.
import { base, get, isGone } from '../../net/api.js';
import { copyButton, problemNote } from '../../ui/components.js';
import { h } from '../../ui/dom.js';

export class Input {
  constructor(jobId, signal) {
    this.path = `job/${jobId}/input`;
    this.signal = signal;
    this.body = h('div', {});
    this.details = h('details', {}, h('summary', {}, h('h2', {}, 'Input')), this.body);
    this.element = h(
      'section',
      { class: 'card', 'aria-label': 'Input', hidden: true },
      this.details,
    );
    this.details.addEventListener('toggle', () => this.details.open && this.show());
  }

  update(job) {
    this.element.hidden = !job.links.input;
  }

  async show() {
    if (this.isShown) {
      return;
    }
    this.isShown = true;
    this.body.replaceChildren(h('p', { class: 'quiet', 'aria-busy': true }, 'Looking…'));
    try {
      const input = await get(this.path, { signal: this.signal });
      const text = JSON.stringify(input, null, 2);
      this.body.replaceChildren(
        h('pre', { class: 'raw', tabindex: 0, role: 'region', 'aria-label': 'Input' }, text),
        h(
          'div',
          { class: 'actions' },
          copyButton('Copy', () => text),
          copyButton('Copy the file’s address', () => `${base}/${this.path}/file`),
        ),
        h('p', { class: 'quiet' }, 'Members that are secret are left out.'),
      );
    } catch (error) {
      this.isShown = false;
      this.body.replaceChildren(
        isGone(error)
          ? h('p', { class: 'quiet' }, 'It is not there any more.')
          : problemNote(error),
      );
    }
  }
}

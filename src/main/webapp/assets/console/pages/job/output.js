// A job's output: what it is, how to get it, and who else can.
import { h, copyButton } from '../../ui/dom.js';
import { send, token, base } from '../../net/api.js';
import { isExpired } from '../../net/job-status.js';
import { size } from '../../ui/format.js';
import { both } from '../../ui/times.js';
import { facts } from '../../ui/components.js';
import { Shares } from './shares.js';

export class Output {
  /** `act` sends a request and shows what becomes of it; `remove` asks first. */
  constructor(id, signal, act, remove) {
    this.id = id;
    this.act = act;
    this.remove = remove;
    this.shares = new Shares(id, signal, act);
    this.element = h('section', { class: 'card', 'aria-label': 'Output' });
  }

  update(job) {
    const { output, resourceLocation, expiresAt } = job;
    this.element.hidden = !output;
    const there = Boolean(resourceLocation);
    const known = JSON.stringify([output, there, expiresAt, isExpired(job)]);
    if (!output || known === this.known) {
      return;
    }
    this.known = known;
    this.name = job.operation;
    this.element.replaceChildren(
      h('h2', {}, 'Output'),
      facts([
        ['Size', size(output.size)],
        ['Type', h('code', {}, output.mediaType)],
        [
          'SHA-256',
          h(
            'span',
            { class: 'digest' },
            h('code', {}, output.sha256),
            copyButton('Copy', () => output.sha256),
          ),
        ],
        there
          ? ['Expires', expiresAt && both(expiresAt)]
          : isExpired(job)
            ? ['Expired', both(expiresAt)]
            : ['Deleted', output.deletedAt && both(output.deletedAt)],
      ]),
      there ? this.actions() : h('p', { class: 'quiet' }, 'It is not there any more.'),
    );
    if (there) {
      this.shares.look();
    }
  }

  actions() {
    const address = `${base}/job/${this.id}/output`;
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'actions' },
        token()
          ? h(
              'button',
              { type: 'button', class: 'primary', onclick: (event) => this.fetch(event.target) },
              'Download',
            )
          : h('a', { class: 'button primary', href: address, download: '' }, 'Download'),
        copyButton(
          'Copy as curl',
          () => `curl -OJ ${token() ? '-H "Authorization: Bearer $TOKEN" ' : ''}'${address}'`,
          '',
        ),
        h(
          'button',
          { type: 'button', class: 'danger quiet', onclick: this.remove },
          'Delete output',
        ),
      ),
      this.shares.element,
    );
  }

  /** With a token: a link could not send it. The whole output passes through memory. */
  async fetch(button) {
    button.disabled = true;
    await this.act(async () => {
      const response = await send(`job/${this.id}/output`);
      const name =
        /filename="?([^";]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ??
        `${this.name}.out`;
      const url = URL.createObjectURL(await response.blob());
      h('a', { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    });
    button.disabled = false;
  }
}

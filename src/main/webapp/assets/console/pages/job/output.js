// A job's output: size and type, download, deletion, shares.
import { send, token, base } from '../../net/api.js';
import { isExpired } from '../../net/job-status.js';
import { actions, button, copyButton, facts } from '../../ui/components.js';
import { h } from '../../ui/dom.js';
import { size } from '../../ui/format.js';
import { fullTime } from '../../ui/times.js';
import { Shares } from './shares.js';

// A download that has begun needs its object URL no longer; a minute is ample time to begin.
const REVOKE_MILLIS = 60_000;

export class Output {
  /** `act` sends a request and shows its failure; `remove` asks, then deletes the output. */
  constructor(jobId, signal, act, remove) {
    this.path = `job/${jobId}/output`;
    this.act = act;
    this.remove = remove;
    this.shares = new Shares(jobId, signal, act);
    this.element = h('section', { class: 'card', 'aria-label': 'Output' });
  }

  /** Draws only when something changed, so that the focus stays. */
  update(job) {
    const { output, resourceLocation, expiresAt } = job;
    this.element.hidden = !output;
    const isThere = Boolean(resourceLocation);
    const shown = JSON.stringify([output, isThere, expiresAt, isExpired(job)]);
    if (!output || shown === this.shown) {
      return;
    }
    this.shown = shown;
    this.operation = job.operation;
    const copyDigest = copyButton('Copy', () => output.sha256);
    this.element.replaceChildren(
      h('h2', {}, 'Output'),
      facts([
        ['Size', size(output.size)],
        ['Type', h('code', {}, output.mediaType)],
        ['SHA-256', h('span', { class: 'digest' }, h('code', {}, output.sha256), copyDigest)],
        retention(job),
      ]),
      isThere ? this.actions() : h('p', { class: 'quiet' }, 'It is not there any more.'),
    );
    if (isThere) {
      this.shares.refresh();
    }
  }

  actions() {
    const url = `${base}/${this.path}`;
    const authorization = token() ? '-H "Authorization: Bearer $TOKEN" ' : '';
    return h(
      'div',
      {},
      actions(
        // A link cannot send a token.
        token()
          ? button('Download', 'primary', (event) => this.download(event.target))
          : h('a', { class: 'button primary', href: url, download: '' }, 'Download'),
        copyButton('Copy as curl', () => `curl -OJ ${authorization}'${url}'`, ''),
        button('Delete output', 'danger quiet', this.remove),
      ),
      this.shares.element,
    );
  }

  /** Downloads with the token. The whole output passes through the browser's memory. */
  async download(downloadButton) {
    downloadButton.disabled = true;
    await this.act(async () => {
      const response = await send(this.path);
      const disposition = response.headers.get('Content-Disposition') ?? '';
      const name = /filename="?([^";]+)/.exec(disposition)?.[1] ?? `${this.operation}.out`;
      const url = URL.createObjectURL(await response.blob());
      h('a', { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), REVOKE_MILLIS);
    });
    downloadButton.disabled = false;
  }
}

function retention(job) {
  const { output, resourceLocation, expiresAt } = job;
  if (resourceLocation) {
    return ['Expires', expiresAt && fullTime(expiresAt)];
  }
  return isExpired(job)
    ? ['Expired', fullTime(expiresAt)]
    : ['Deleted', output.deletedAt && fullTime(output.deletedAt)];
}

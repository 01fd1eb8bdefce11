// The shares of a job's output: addresses that need no token.
import { getIfThere, send } from '../../net/api.js';
import { actions, button, copyButton, note } from '../../ui/components.js';
import { confirm } from '../../ui/confirm.js';
import { h, announce } from '../../ui/dom.js';
import { time } from '../../ui/format.js';
import { fullTime } from '../../ui/times.js';

const DURATIONS = [
  ['', 'the usual time'],
  ['PT1H', 'an hour'],
  ['PT24H', 'a day'],
  ['P7D', 'a week'],
];

export class Shares {
  /** `act` sends a request and shows its failure. */
  constructor(jobId, signal, act) {
    this.path = `job/${jobId}/share`;
    this.signal = signal;
    this.act = act;
    this.duration = h(
      'select',
      { id: 'share-for' },
      DURATIONS.map(([value, text]) => h('option', { value }, text)),
    );
    this.created = h('div', {});
    this.list = h('ul', { class: 'shares', 'aria-label': 'Shares' });
    this.shareButton = button('Share', null, () => this.share());
    this.element = h(
      'div',
      { hidden: true },
      actions(h('label', { for: 'share-for' }, 'Share for'), this.duration, this.shareButton),
      this.created,
      this.list,
    );
  }

  /** Reads the shares again. The section stays hidden on a server that does not share outputs. */
  async refresh() {
    const shares = await getIfThere(this.path, { signal: this.signal }).catch(() => null);
    this.element.hidden = shares === null;
    this.list.hidden = !shares?.items.length;
    this.list.replaceChildren(...(shares?.items ?? []).map((share) => this.row(share)));
  }

  row(share) {
    const revoke = button('Revoke', 'danger quiet small', () => this.revoke(share));
    revoke.setAttribute('aria-label', `Revoke the share that ends ${time(share.expiresAt)}`);
    return h(
      'li',
      {},
      h('span', {}, 'Ends ', fullTime(share.expiresAt), '; shared ', fullTime(share.createdAt)),
      revoke,
    );
  }

  async share() {
    let share = null;
    await this.act(async () => {
      const expires = this.duration.value;
      const response = await send(this.path, {
        method: 'POST',
        ...(expires && {
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ expires }),
        }),
      });
      share = await response.json();
    });
    if (share) {
      this.createdId = share.id;
      this.created.replaceChildren(
        note(
          'Whoever has this address can download the output',
          h('code', { class: 'wrap' }, share.uri),
          `It is shown only now. It ends ${time(share.expiresAt)}.`,
          copyButton('Copy', () => share.uri),
        ),
      );
      announce('The output is shared; its address is shown only now');
      await this.refresh();
    }
  }

  async revoke(share) {
    const text = 'Its address leads nowhere from then on.';
    if (!(await confirm('Revoke this share?', text, 'Revoke', this.signal))) {
      return;
    }
    const before = this.list.children.length;
    await this.act(() => send(`${this.path}/${share.id}`, { method: 'DELETE' }));
    if (this.createdId === share.id) {
      this.created.replaceChildren();
    }
    await this.refresh();
    if (this.list.children.length < before) {
      announce('The share is revoked');
    }
    this.shareButton.focus();
  }
}

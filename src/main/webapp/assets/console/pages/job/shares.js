// The addresses by which an output can be had without a token.
import { h, announce, copyButton, confirm } from '../../ui/dom.js';
import { getIfThere, send } from '../../net/api.js';
import { time } from '../../ui/format.js';
import { both } from '../../ui/times.js';

const DURATIONS = [
  ['', 'the usual time'],
  ['PT1H', 'an hour'],
  ['PT24H', 'a day'],
  ['P7D', 'a week'],
];

export class Shares {
  constructor(id, signal, act) {
    this.path = `job/${id}/share`;
    this.signal = signal;
    this.act = act;
    this.duration = h(
      'select',
      { id: 'share-for' },
      DURATIONS.map(([value, text]) => h('option', { value }, text)),
    );
    this.made = h('div', {});
    this.list = h('ul', { class: 'shares', 'aria-label': 'Shares' });
    this.add = h('button', { type: 'button', onclick: () => this.share() }, 'Share');
    this.element = h(
      'div',
      { hidden: true },
      h(
        'div',
        { class: 'actions' },
        h('label', { for: 'share-for' }, 'Share for'),
        this.duration,
        this.add,
      ),
      this.made,
      this.list,
    );
  }

  /** Shown where this server shares outputs. */
  async look() {
    const shares = await getIfThere(this.path, { signal: this.signal }).catch(() => null);
    this.element.hidden = shares === null;
    this.list.hidden = !shares?.items.length;
    this.list.replaceChildren(...(shares?.items ?? []).map((share) => this.row(share)));
  }

  row(share) {
    const revoke = h(
      'button',
      {
        type: 'button',
        class: 'danger quiet small',
        'aria-label': `Revoke the share that ends ${time(share.expiresAt)}`,
        onclick: () => this.revoke(share),
      },
      'Revoke',
    );
    return h(
      'li',
      {},
      h('span', {}, 'Ends ', both(share.expiresAt), '; shared ', both(share.createdAt)),
      revoke,
    );
  }

  async share() {
    let made = null;
    await this.act(async () => {
      const expires = this.duration.value;
      const response = await send(this.path, {
        method: 'POST',
        ...(expires && {
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ expires }),
        }),
      });
      made = await response.json();
    });
    if (made) {
      this.shown = made.id;
      this.made.replaceChildren(
        h(
          'div',
          { class: 'note' },
          h('b', {}, 'Whoever has this address can download the output'),
          h('code', { class: 'wrap' }, made.uri),
          h('span', {}, `It is shown only now. It ends ${time(made.expiresAt)}.`),
          copyButton('Copy', () => made.uri),
        ),
      );
      announce('The output is shared; its address is shown only now');
      await this.look();
    }
  }

  async revoke(share) {
    if (
      !(await confirm(
        'Revoke this share?',
        'Its address leads nowhere from then on.',
        'Revoke',
        this.signal,
      ))
    ) {
      return;
    }
    const before = this.list.children.length;
    await this.act(() => send(`${this.path}/${share.id}`, { method: 'DELETE' }));
    if (this.shown === share.id) {
      this.made.replaceChildren();
    }
    await this.look();
    if (this.list.children.length < before) {
      announce('The share is revoked');
    }
    this.add.focus();
  }
}

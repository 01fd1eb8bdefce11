// Saved views of the list: the menu that opens, saves and forgets them.
import { forgetView, savedViews, saveView } from '../../session/saved-views.js';
import { button } from '../../ui/components.js';
import { announce, h, redraw } from '../../ui/dom.js';
import { menu } from '../../ui/menu.js';

const MAX_NAME_CHARS = 60;

export class Views {
  constructor() {
    this.list = h('ul', {});
    this.name = h('input', {
      name: 'view',
      autocomplete: 'off',
      maxlength: MAX_NAME_CHARS,
      placeholder: 'Name of this view',
      'aria-label': 'Name of this view',
    });
    const form = h(
      'form',
      { class: 'actions' },
      this.name,
      h('button', { class: 'small' }, 'Save'),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.save();
    });
    this.element = menu('Views', this.list, form, h('small', {}, 'Kept in this browser.'));
    this.show();
  }

  show() {
    const views = savedViews();
    redraw(
      this.list,
      views.length > 0
        ? views.map((view) => this.item(view))
        : [h('li', { class: 'quiet' }, 'No view is saved yet.')],
    );
  }

  item({ name, address }) {
    const forget = button('×', 'quiet small', () => {
      forgetView(name);
      this.show();
      this.name.focus();
    });
    forget.setAttribute('aria-label', `Forget the view ${name}`);
    const close = () => (this.element.open = false);
    return h('li', {}, h('a', { href: address, onclick: close }, name), forget);
  }

  save() {
    const name = this.name.value.trim();
    if (!name) {
      this.name.focus();
      return;
    }
    announce(
      saveView(name, location.hash || '#/jobs')
        ? `The view ${name} is saved`
        : 'This browser stores nothing',
    );
    this.name.value = '';
    this.show();
  }
}

// The columns of the list; this browser keeps which are shown.
import { h } from '../../ui/dom.js';
import { menu } from '../../ui/menu.js';

const KEY = 'meanwhile.columns';

export const COLUMNS = [
  { name: 'status', title: 'Status', width: '7.5rem', isFixed: true },
  { name: 'name', title: 'Job', width: 'minmax(11rem, 1fr)', isFixed: true },
  { name: 'labels', title: 'Labels', width: 'minmax(8rem, 1fr)' },
  { name: 'progress', title: 'Progress, or why it failed', width: 'minmax(12rem, 2.4fr)' },
  { name: 'attempt', title: 'Attempt', width: '4.5rem' },
  { name: 'priority', title: 'Priority', width: '4rem', isOff: true },
  { name: 'schedule', title: 'Schedule', width: '7rem', isOff: true },
  { name: 'created', title: 'Created', width: '6.5rem' },
  { name: 'ended', title: 'Ended', width: '6.5rem' },
  { name: 'took', title: 'Took', width: '5rem' },
];

const CHOICE_WIDTH = '1.5rem';

/** The names of the columns that are not shown. */
export class Columns {
  constructor(changed) {
    this.changed = changed;
    this.hidden = new Set(stored() ?? COLUMNS.filter(({ isOff }) => isOff).map(({ name }) => name));
    this.menu = menu(
      'Columns',
      h(
        'fieldset',
        { class: 'choices' },
        h('legend', {}, 'Columns to show'),
        COLUMNS.filter(({ isFixed }) => !isFixed).map((column) => this.choice(column)),
      ),
    );
  }

  choice({ name, title }) {
    return h(
      'label',
      {},
      h('input', {
        type: 'checkbox',
        name,
        checked: !this.hidden.has(name),
        onchange: ({ target }) => this.set(name, target.checked),
      }),
      ` ${title}`,
    );
  }

  set(name, isShown) {
    this.hidden[isShown ? 'delete' : 'add'](name);
    try {
      localStorage.setItem(KEY, JSON.stringify([...this.hidden]));
    } catch {
      // This browser stores nothing: the choice holds until the page is closed.
    }
    this.changed();
  }

  /** The widths of the shown columns, as CSS has them. */
  get template() {
    const shown = COLUMNS.filter(({ name }) => !this.hidden.has(name));
    return [CHOICE_WIDTH, ...shown.map(({ width }) => width)].join(' ');
  }
}

function stored() {
  try {
    const names = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(names) ? names : null;
  } catch {
    return null;
  }
}

// Which jobs are listed: what the address says, and the form and tabs that write it.
import { h, setText } from '../../ui/dom.js';
import { getIfThere } from '../../net/api.js';
import { STATUS, number } from '../../ui/format.js';

export const FIELDS = ['status', 'operation', 'label', 'createdAfter', 'createdBefore'];

/** A list's address with changes; another list begins with its newest. */
export function address(parameters, changes) {
  const next = new URLSearchParams();
  for (const field of [...FIELDS, 'cursor']) {
    const value =
      field in changes ? changes[field] : field === 'cursor' ? '' : parameters.get(field);
    if (value) {
      next.set(field, value);
    }
  }
  return `#/jobs${next.size ? `?${next}` : ''}`;
}

/** Fills the navigation, or changes where its links lead. */
export function statusTabs(nav, parameters) {
  const now = parameters.get('status') ?? '';
  if (!nav.firstChild) {
    nav.append(
      ...Object.entries({ '': 'All', ...STATUS }).map(([status, text]) =>
        h(
          'a',
          {
            class: status ? `tab ${status}` : 'tab',
            'data-status': status,
          },
          text,
          h('span', { class: 'n' }),
        ),
      ),
    );
  }
  for (const tab of nav.children) {
    const { status } = tab.dataset;
    tab.href = address(parameters, { status });
    if (status === now) {
      tab.setAttribute('aria-current', 'true');
    } else {
      tab.removeAttribute('aria-current');
    }
  }
}

/** Counts beside the statuses; those that are not known go without. */
export function countTabs(nav, counts) {
  for (const tab of nav.children) {
    const count = counts[tab.dataset.status];
    setText(tab.lastChild, count === undefined ? '' : ` ${number(count)}`);
  }
}

const local = (iso) =>
  iso
    ? new Date(new Date(iso) - new Date(iso).getTimezoneOffset() * 60000).toISOString().slice(0, 16)
    : '';

export class FilterForm {
  constructor() {
    const field = (text, input) => h('label', { class: 'field' }, h('span', {}, text), input);
    this.operation = h(
      'select',
      { name: 'operation' },
      h('option', { value: '' }, 'Any operation'),
    );
    this.label = h('input', {
      name: 'label',
      placeholder: 'team:billing',
      autocomplete: 'off',
      pattern: '[^:]+:.*',
      title: 'A name, a colon and a value',
    });
    this.createdAfter = h('input', { name: 'createdAfter', type: 'datetime-local' });
    this.createdBefore = h('input', { name: 'createdBefore', type: 'datetime-local' });
    const wide = matchMedia('(min-width: 40.01rem)');
    this.dates = h(
      'details',
      { class: 'dates', open: wide.matches },
      h('summary', {}, 'When created'),
      h(
        'div',
        {},
        field('Created after', this.createdAfter),
        field('Created before', this.createdBefore),
      ),
    );
    wide.addEventListener('change', () => (this.dates.open ||= wide.matches));
    this.clear = h(
      'a',
      { class: 'button quiet', href: '#/jobs', onclick: () => this.operation.focus() },
      'Clear',
    );
    this.element = h(
      'form',
      { class: 'filters', 'aria-label': 'Filter the jobs' },
      field('Operation', this.operation),
      field('Label', this.label),
      this.dates,
      this.clear,
    );
    this.element.addEventListener('change', () => this.apply());
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.apply();
    });
  }

  /** Where it did not come, it is asked for with the next look. */
  async choices() {
    if (!this.offered) {
      this.offered = true;
      await getIfThere('operation').then(
        (catalogue) => catalogue?.items.forEach(({ name }) => this.offer(name)),
        () => (this.offered = false),
      );
    }
  }

  offer(operation) {
    if (operation && ![...this.operation.options].some((option) => option.value === operation)) {
      this.operation.append(h('option', { value: operation }, operation));
    }
  }

  show(parameters) {
    this.parameters = parameters;
    this.choices();
    const set = (control, value) => {
      // What somebody types is not taken away.
      if (control.value !== value && control !== document.activeElement) {
        control.value = value;
      }
    };
    this.offer(parameters.get('operation'));
    set(this.operation, parameters.get('operation') ?? '');
    set(this.label, parameters.get('label') ?? '');
    set(this.createdAfter, local(parameters.get('createdAfter')));
    set(this.createdBefore, local(parameters.get('createdBefore')));
    this.dates.open ||= Boolean(parameters.get('createdAfter') || parameters.get('createdBefore'));
    this.clear.hidden = !FIELDS.some((name) => parameters.get(name));
  }

  apply() {
    if (!this.element.reportValidity()) {
      return;
    }
    const iso = (control) => (control.value ? new Date(control.value).toISOString() : '');
    location.hash = address(this.parameters, {
      operation: this.operation.value,
      label: this.label.value.trim(),
      createdAfter: iso(this.createdAfter),
      createdBefore: iso(this.createdBefore),
    });
  }
}

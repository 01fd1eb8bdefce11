// The filters of the list. The address holds them; the form shows and changes them.
import { getIfThere } from '../../net/api.js';
import { h } from '../../ui/dom.js';

/** Parameters of the address and of GET /job. */
export const FILTERS = ['status', 'operation', 'label', 'createdAfter', 'createdBefore'];

/** The address of the list with changed filters; of its first page, unless they have a cursor. */
export function listAddress(parameters, changes) {
  const next = new URLSearchParams();
  for (const name of [...FILTERS, 'cursor']) {
    const value = name in changes ? changes[name] : name === 'cursor' ? '' : parameters.get(name);
    if (value) {
      next.set(name, value);
    }
  }
  return `#/jobs${next.size ? `?${next}` : ''}`;
}

/** A time as the value of a datetime-local field. */
const toLocal = (iso) =>
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

  /** Reads the catalogue once; after a failure the next call tries again. */
  async loadOperations() {
    if (!this.isLoaded) {
      this.isLoaded = true;
      await getIfThere('operation').then(
        (catalogue) => catalogue?.items.forEach(({ name }) => this.addOperation(name)),
        () => (this.isLoaded = false),
      );
    }
  }

  addOperation(operation) {
    if (operation && ![...this.operation.options].some((option) => option.value === operation)) {
      this.operation.append(h('option', { value: operation }, operation));
    }
  }

  /** Shows the filters of an address. */
  show(parameters) {
    this.parameters = parameters;
    this.loadOperations();
    const setValue = (control, value) => {
      // A field that is being typed in keeps its text.
      if (control.value !== value && control !== document.activeElement) {
        control.value = value;
      }
    };
    this.addOperation(parameters.get('operation'));
    setValue(this.operation, parameters.get('operation') ?? '');
    setValue(this.label, parameters.get('label') ?? '');
    setValue(this.createdAfter, toLocal(parameters.get('createdAfter')));
    setValue(this.createdBefore, toLocal(parameters.get('createdBefore')));
    this.dates.open ||= Boolean(parameters.get('createdAfter') || parameters.get('createdBefore'));
    this.clear.hidden = !FILTERS.some((name) => parameters.get(name));
  }

  /** Puts the filters into the address, which opens the list. */
  apply() {
    if (!this.element.reportValidity()) {
      return;
    }
    const toIso = (control) => (control.value ? new Date(control.value).toISOString() : '');
    location.hash = listAddress(this.parameters, {
      operation: this.operation.value,
      label: this.label.value.trim(),
      createdAfter: toIso(this.createdAfter),
      createdBefore: toIso(this.createdBefore),
    });
  }
}

// The filters of the list. The address holds them; the form and the chips show and change them.
import { FILTERS, isFiltered, listAddress } from '../../net/job-filter.js';
import { RANGES } from '../../net/time-range.js';
import { isInGroup } from '../../session/account.js';
import { catalogue } from '../../session/catalogue.js';
import { h, redraw } from '../../ui/dom.js';
import { filterChip } from '../../ui/filter-words.js';
import { toIso, toLocal } from '../../ui/local-time.js';

const OWN_RANGE = 'own';
const DATES = ['finishedAfter', 'finishedBefore', 'createdAfter', 'createdBefore'];
const TEXTS = ['text', 'code', 'caller', 'group', 'schedule'];

const field = (text, input) => h('label', { class: 'field' }, h('span', {}, text), input);
const select = (name, options) =>
  h(
    'select',
    { name },
    options.map(([value, text]) => h('option', { value }, text)),
  );

export class FilterForm {
  constructor() {
    const input = (name, attributes = {}) =>
      h('input', { name, autocomplete: 'off', spellcheck: 'false', ...attributes });
    const date = (name) => input(name, { type: 'datetime-local' });
    this.controls = {
      operation: select('operation', [['', 'Any operation']]),
      label: input('label', { placeholder: 'team:billing' }),
      text: input('text', { placeholder: 'words of the error', maxlength: 256 }),
      ended: select('ended', [
        ['', 'At any time, or not yet'],
        ...Object.entries(RANGES),
        [OWN_RANGE, 'Own range…'],
      ]),
      ...Object.fromEntries(DATES.map((name) => [name, date(name)])),
      ...Object.fromEntries(
        TEXTS.filter((name) => name !== 'text').map((name) => [name, input(name)]),
      ),
    };
    const { operation, label, text, ended } = this.controls;
    this.callerField = field('Caller', this.controls.caller);
    this.more = this.moreFields();
    this.chips = h('ul', { class: 'chips', 'aria-label': 'Filters in use' });
    this.form = h(
      'form',
      { class: 'filters', 'aria-label': 'Filter the jobs' },
      field('Operation', operation),
      field('Label', label),
      field('Text', text),
      field('Ended', ended),
      this.more,
    );
    this.element = h('div', {}, this.form, this.chips);
    this.form.addEventListener('change', ({ target }) => this.changed(target));
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.apply();
    });
  }

  moreFields() {
    const { controls } = this;
    return h(
      'details',
      { class: 'more' },
      h('summary', { class: 'button quiet' }, 'More filters'),
      h(
        'div',
        {},
        field('Ended after', controls.finishedAfter),
        field('Ended before', controls.finishedBefore),
        field('Created after', controls.createdAfter),
        field('Created before', controls.createdBefore),
        field('Error code', controls.code),
        field('Schedule', controls.schedule),
        field('Group (an id)', controls.group),
        this.callerField,
      ),
    );
  }

  addOperation(operation) {
    const { options } = this.controls.operation;
    if (operation && ![...options].some((option) => option.value === operation)) {
      this.controls.operation.append(h('option', { value: operation }, operation));
    }
  }

  /** Shows the filters of an address. */
  show(parameters) {
    this.parameters = parameters;
    catalogue().then((all) => all.forEach(({ name }) => this.addOperation(name)));
    this.callerField.hidden = !isInGroup('operator');
    this.addOperation(parameters.get('operation'));
    for (const [name, control] of Object.entries(this.controls)) {
      const value = this.valueOf(name);
      // A field that is being typed in keeps its text.
      if (control.value !== value && control !== document.activeElement) {
        control.value = value;
      }
    }
    this.showChips();
  }

  /** What a control shows of the address. */
  valueOf(name) {
    const { parameters } = this;
    if (name === 'label') {
      return parameters.getAll('label').join(', ');
    }
    if (name === 'ended') {
      const isOwn = parameters.get('finishedAfter') || parameters.get('finishedBefore');
      return parameters.get('ended') || (isOwn ? OWN_RANGE : '');
    }
    const value = parameters.get(name) ?? '';
    return DATES.includes(name) ? toLocal(value) : value;
  }

  /** One chip for each value; a click removes it. The status has its tabs, unless it is several. */
  showChips() {
    const { parameters } = this;
    const chips = FILTERS.flatMap((name) =>
      parameters
        .getAll(name)
        .filter((value) => value && (name !== 'status' || value.includes(',')))
        .map((value) => this.chip(name, value)),
    );
    this.chips.hidden = chips.length === 0;
    const clear = h(
      'li',
      {},
      h('a', { class: 'clear', href: '#/jobs', 'data-key': 'chip-clear' }, 'Clear all'),
    );
    redraw(this.chips, isFiltered(parameters) ? [...chips, clear] : chips);
  }

  chip(name, value) {
    const others = this.parameters.getAll(name).filter((each) => each !== value);
    return filterChip(name, value, listAddress(this.parameters, { [name]: others }), RANGES, {
      onclick: () => this.controls.operation.focus(),
    });
  }

  changed(target) {
    const { ended, finishedAfter, finishedBefore } = this.controls;
    if (target === ended) {
      if (ended.value === OWN_RANGE) {
        this.more.open = true;
        finishedAfter.focus();
        return;
      }
      finishedAfter.value = '';
      finishedBefore.value = '';
    } else if (target === finishedAfter || target === finishedBefore) {
      ended.value = OWN_RANGE;
    }
    this.apply();
  }

  /** Puts the filters into the address, which opens the list. What is unchanged stays exactly. */
  apply() {
    const changes = {};
    for (const [name, control] of Object.entries(this.controls)) {
      const value = control.value.trim();
      if (value !== this.valueOf(name)) {
        changes[name] = this.toParameter(name, value);
      }
    }
    location.hash = listAddress(this.parameters, changes);
  }

  toParameter(name, value) {
    if (name === 'label') {
      return value
        .split(',')
        .map((label) => label.trim())
        .filter(Boolean);
    }
    if (name === 'ended') {
      return value === OWN_RANGE ? '' : value;
    }
    return DATES.includes(name) ? toIso(value) : value;
  }
}

// One field of a form made from a JSON Schema: a fitting control for a simple member, a text area
// with JSON for a nested one.
import { h } from './dom.js';
import { toIsoDuration } from './iso-duration.js';
import { isScalarChoice, parseScalar, scalarText } from './scalar-text.js';

let count = 0;

/** Whether the pattern of a schema takes all of these texts, and no empty one. */
function takes(schema, ...texts) {
  try {
    const pattern = new RegExp(schema.pattern ?? '(?!)', 'u');
    return !pattern.test('') && !pattern.test('x') && texts.every((text) => pattern.test(text));
  } catch {
    // A pattern of another dialect: the server checks it.
    return false;
  }
}

/** The kind of text: the format, or what the pattern of durations or times says more exactly. */
const kindOf = (schema) =>
  schema.format ??
  (takes(schema, 'PT0S', 'P1W')
    ? 'duration'
    : takes(schema, '2026-12-01T02:00:00Z')
      ? 'date-time'
      : undefined);

/** "outputBytes" as "Output bytes". */
export const words = (name) =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase()
    .replace(/^./, (c) => c.toUpperCase());

export class SchemaField {
  constructor(name, schema, required, known) {
    this.name = name;
    this.schema = schema;
    this.kind = kindOf(schema);
    this.required = required;
    const id = `f${++count}`;
    this.control = this.makeControl(id, known);
    this.error = h('span', { class: 'error', id: `${id}-error` });
    const help = [schema.description, this.bounds(), this.defaultText()].filter(Boolean).join('; ');
    this.control.setAttribute('aria-describedby', `${id}-help ${id}-error`);
    const label = h(
      'label',
      { for: id },
      schema.title ?? words(name),
      required && h('em', {}, ' required'),
    );
    const small = h('small', { id: `${id}-help` }, help);
    this.element =
      schema.type === 'boolean'
        ? h('div', { class: 'field check' }, this.control, label, small, this.error)
        : h('div', { class: 'field' }, label, this.control, small, this.error);
    this.control.addEventListener('input', () => this.tell(''));
    if (this.required) {
      this.control.required = true;
    }
  }

  makeControl(id, known) {
    const { type, enum: choices, default: fallback } = this.schema;
    const attributes = { id, name: this.name };
    if (choices) {
      const chosen = known ?? fallback;
      return h(
        'select',
        attributes,
        !this.required && fallback === undefined && h('option', { value: '' }, '–'),
        choices.map((choice) =>
          h(
            'option',
            { value: JSON.stringify(choice), selected: choice === chosen },
            String(choice),
          ),
        ),
      );
    }
    if (type === 'boolean') {
      return h('input', { ...attributes, type: 'checkbox', checked: known ?? fallback ?? false });
    }
    if (this.isLines()) {
      const text =
        known === undefined
          ? ''
          : known.every(
                (line) =>
                  line.trim() === line &&
                  line !== '' &&
                  !line.startsWith('[') &&
                  !line.includes('\n'),
              )
            ? known.join('\n')
            : JSON.stringify(known);
      return h('textarea', { ...attributes, rows: 3, spellcheck: 'false', value: text });
    }
    if (this.isJson()) {
      const text = known === undefined ? '' : JSON.stringify(known, null, 2);
      return h('textarea', {
        ...attributes,
        rows: 3,
        spellcheck: 'false',
        placeholder: this.example(),
        value: text,
      });
    }
    const hint = fallback === undefined ? this.hint() : String(fallback);
    const mode = type === 'integer' ? 'numeric' : type === 'number' ? 'decimal' : undefined;
    return h('input', {
      ...attributes,
      inputmode: mode,
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: hint,
      value: known === undefined ? '' : isScalarChoice(type) ? scalarText(known) : String(known),
    });
  }

  /** A list of strings is typed as lines; a JSON array is accepted, too. */
  isLines() {
    return (
      this.schema.type === 'array' && this.schema.items?.type === 'string' && !this.schema.enum
    );
  }

  isJson() {
    const { type, enum: choices } = this.schema;
    return (
      !['string', 'integer', 'number', 'boolean'].includes(type) &&
      !isScalarChoice(type) &&
      !choices
    );
  }

  example() {
    return this.schema.type === 'array' ? '["…"]' : '{ "…": "…" }';
  }

  hint() {
    return (
      {
        duration: 'PT1H30M',
        'date-time': new Date().toISOString(),
        date: '2026-12-01',
        uri: 'https://…',
      }[this.kind] ?? ''
    );
  }

  bounds() {
    const { minimum, type } = this.schema;
    // A maximum of 2^31 - 1 or more is the limit of a number type, and helps no reader.
    const maximum = this.schema.maximum >= 2 ** 31 - 1 ? undefined : this.schema.maximum;
    if (this.kind === 'duration') {
      return 'ISO 8601 (PT20S), or 20s, 5min, 2h';
    }
    if (this.isLines()) {
      return 'one on each line';
    }
    if (this.isJson()) {
      return type === 'array' ? 'a JSON array' : 'JSON';
    }
    if (isScalarChoice(type)) {
      return 'a text, a number, true, false or null; "5" in quotes is a text';
    }
    if (minimum !== undefined && maximum !== undefined) {
      return `${minimum.toLocaleString()} to ${maximum.toLocaleString()}`;
    }
    return minimum !== undefined
      ? `at least ${minimum.toLocaleString()}`
      : maximum !== undefined
        ? `at most ${maximum.toLocaleString()}`
        : '';
  }

  /** The default, unless it is empty or the control shows it already. */
  defaultText() {
    const { type, default: fallback } = this.schema;
    if (type === 'boolean' || fallback === undefined || fallback === null || fallback === '') {
      return '';
    }
    if (typeof fallback !== 'object') {
      return `default ${typeof fallback === 'number' ? fallback.toLocaleString() : fallback}`;
    }
    return Object.keys(fallback).length ? `default ${JSON.stringify(fallback)}` : '';
  }

  text() {
    return this.control.value.trim();
  }

  /** Whether the request omits the member, so that the server's default holds. */
  isEmpty() {
    return this.schema.type === 'boolean'
      ? this.control.checked === (this.schema.default ?? false) && !this.required
      : this.text() === '' ||
          (this.schema.enum !== undefined &&
            !this.required &&
            this.text() === JSON.stringify(this.schema.default));
  }

  value() {
    if (this.schema.type === 'boolean') {
      return this.control.checked;
    }
    if (this.isLines() && !this.text().startsWith('[')) {
      return this.text()
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
    }
    if (this.schema.enum || this.isJson()) {
      return JSON.parse(this.text());
    }
    if (isScalarChoice(this.schema.type)) {
      return parseScalar(this.control.value);
    }
    if (this.schema.type === 'integer' || this.schema.type === 'number') {
      const number = Number(this.text().replace(/[\s_']/g, ''));
      return Number.isNaN(number) ? this.text() : number;
    }
    return this.kind === 'duration'
      ? (toIsoDuration(this.text()) ?? this.text())
      : this.control.value;
  }

  /** Shows what is wrong; returns the control when something is. */
  wrongControls() {
    this.tell(this.fault());
    return this.control.getAttribute('aria-invalid') === 'true' ? [this.control] : [];
  }

  /** Describes what is wrong with the typed value; empty when nothing is. */
  fault() {
    if (this.isEmpty()) {
      return this.required && this.schema.type !== 'boolean' ? 'This must be there' : '';
    }
    const { type, minimum, maximum, pattern } = this.schema;
    let value;
    try {
      value = this.value();
    } catch {
      return 'This is no JSON';
    }
    if (
      (type === 'integer' && !Number.isInteger(value)) ||
      (type === 'number' && typeof value !== 'number')
    ) {
      return type === 'integer' ? 'A whole number is wanted' : 'A number is wanted';
    }
    if (value < minimum || value > maximum) {
      return `It must be ${this.bounds()}`;
    }
    if (this.kind === 'duration' && toIsoDuration(value) === null) {
      return 'A duration is wanted, such as PT20S or 20s';
    }
    return pattern && typeof value === 'string' && !new RegExp(`^(?:${pattern})$`, 'u').test(value)
      ? 'It does not have the form that is wanted'
      : '';
  }

  /** Shows a server's error of the member, or of a place in it. */
  showError(deeper, detail) {
    this.tell([deeper.join('.'), detail].filter(Boolean).join(' '));
    return true;
  }

  /** Shows the error beside the field; an empty one clears it. */
  tell(detail) {
    this.error.textContent = detail;
    if (detail) {
      this.control.setAttribute('aria-invalid', 'true');
    } else {
      this.control.removeAttribute('aria-invalid');
    }
  }
}

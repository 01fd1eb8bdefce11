// A member that is an object whose members are known: a field for each of them, in one group.
import { h } from './dom.js';

/** Whether all members of an object are known, so that each can be asked for. */
export const isGroup = (schema) =>
  schema.type === 'object' && schema.additionalProperties === false && !schema.$ref;

export class SchemaGroup {
  /** `form` is the form of the member's own schema. */
  constructor(name, schema, required, label, form) {
    this.name = name;
    this.schema = schema;
    this.required = required;
    this.form = form;
    this.element = h('fieldset', { class: 'group' }, h('legend', {}, label), form.element);
  }

  /** Whether the request omits the member. */
  isEmpty() {
    return !this.required && Object.keys(this.form.value()).length === 0;
  }

  value() {
    return this.form.value();
  }

  wrongControls() {
    return this.form.check();
  }

  /** Shows an error of the member, or of a member in it; returns whether there is such a field. */
  showError(deeper, detail) {
    return this.form.showErrorAt(deeper, detail);
  }
}

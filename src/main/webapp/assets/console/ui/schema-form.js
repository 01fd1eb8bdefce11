// A form made from a JSON Schema (draft 2020-12): one field per member of the object. Members that
// depend on others by if and then are asked for as soon as these are chosen.
import { h } from './dom.js';
import { decidingMembers, effectiveSchema } from './schema-conditions.js';
import { SchemaField, words } from './schema-field.js';
import { isGroup, SchemaGroup } from './schema-group.js';

/** The form of an object's schema, filled with the members of `known`. */
export function schemaForm(schema, known) {
  return new SchemaForm(schema, known);
}

class SchemaForm {
  constructor(schema, known) {
    this.schema = schema;
    this.deciding = decidingMembers(schema);
    this.known = { ...known };
    this.fields = [];
    this.element = h('div', { class: 'members' });
    this.element.addEventListener('input', ({ target }) => this.changed(target));
    this.element.addEventListener('change', ({ target }) => this.changed(target));
    this.build();
  }

  changed(control) {
    if (this.deciding.has(control.name)) {
      this.build();
    }
  }

  /** Makes the fields that are asked for now; those that stay as they are keep their elements. */
  build() {
    // What is decided by may itself have a default, or be the first choice of a list: twice.
    for (let round = 0; round < 2; round++) {
      this.remember();
      this.fields = this.asked(effectiveSchema(this.schema, this.known));
    }
    const elements = this.fields.map((field) => field.element);
    const shown = elements.length ? elements : [h('p', { class: 'quiet' }, 'It takes no input.')];
    if (shown.some((element, i) => this.element.children[i] !== element)) {
      const focused = document.activeElement;
      this.element.replaceChildren(...shown);
      if (this.element.contains(focused)) {
        focused.focus();
      }
    } else {
      [...this.element.children].slice(shown.length).forEach((element) => element.remove());
    }
  }

  asked(schema) {
    const required = new Set(schema.required ?? []);
    const first = new Set(this.schema.required ?? []);
    return Object.entries(schema.properties ?? {})
      .map(([name, member]) => [name, resolve(member, this.schema)])
      .filter(([, member]) => isAsked(member))
      .sort(([a], [b]) => first.has(b) - first.has(a))
      .map(([name, member]) => this.field(name, member, required.has(name)));
  }

  field(name, member, required) {
    const same = this.fields.find(
      (field) =>
        field.name === name &&
        field.required === required &&
        JSON.stringify(field.schema) === JSON.stringify(member),
    );
    if (same) {
      return same;
    }
    const known = this.known[name];
    return isGroup(member)
      ? new SchemaGroup(
          name,
          member,
          required,
          member.title ?? words(name),
          schemaForm(member, typeof known === 'object' ? known : {}),
        )
      : new SchemaField(name, member, required, known);
  }

  /** Keeps what is typed for fields that are made anew; what is not typed to its end is lost. */
  remember() {
    for (const field of this.fields) {
      try {
        if (field.isEmpty()) {
          delete this.known[field.name];
        } else {
          this.known[field.name] = field.value();
        }
      } catch {
        delete this.known[field.name];
      }
    }
  }

  /** The object as typed, without the members that are left empty. */
  value() {
    return Object.fromEntries(
      this.fields.filter((field) => !field.isEmpty()).map((field) => [field.name, field.value()]),
    );
  }

  /** Shows what is wrong beside each field, and returns the controls of the wrong ones. */
  check() {
    return this.fields.flatMap((field) => field.wrongControls());
  }

  /** Shows a server's error beside its field; returns whether the form has that field. */
  showError(pointer, detail) {
    return this.showErrorAt(pointer.split('/').slice(1).map(unescaped), detail);
  }

  /** As showError; the place is the names from the form's object down. */
  showErrorAt([name, ...deeper], detail) {
    const field = this.fields.find((candidate) => candidate.name === name);
    return field?.showError(deeper, detail) ?? false;
  }
}

/** A token of a JSON pointer as the name that it stands for (RFC 6901, section 4). */
const unescaped = (part) => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** Not asked for: an object without members, and an option that must stay at its default. */
function isAsked(member) {
  return isGroup(member)
    ? Object.keys(member.properties ?? {}).length > 0
    : member.const === undefined || member.const !== (member.default ?? false);
}

/** Follows a reference within the schema, and takes "this type or null" as this type. */
function resolve(member, root) {
  if (member.$ref?.startsWith('#/')) {
    const path = member.$ref.slice(2).split('/');
    return { ...path.reduce((at, part) => at?.[part], root), ...member };
  }
  if (Array.isArray(member.type)) {
    const types = member.type.filter((type) => type !== 'null');
    return types.length === 1 ? { ...member, type: types[0] } : member;
  }
  return member;
}

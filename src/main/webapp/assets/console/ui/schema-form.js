// A form made from a JSON Schema (draft 2020-12): one field per member of the object.
import { h } from './dom.js';
import { SchemaField } from './schema-field.js';

/** The form of an object's schema, filled with the members of `known`. */
export function schemaForm(schema, known) {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {})
    .sort(([a], [b]) => required.has(b) - required.has(a))
    .map(
      ([name, member]) =>
        new SchemaField(name, resolve(member, schema), required.has(name), known[name]),
    );
  return {
    element: h(
      'div',
      { class: 'members' },
      fields.length
        ? fields.map((field) => field.element)
        : h('p', { class: 'quiet' }, 'It takes no input.'),
    ),
    /** The object as typed, without the members that are left empty. */
    value: () =>
      Object.fromEntries(
        fields.filter((field) => !field.isEmpty()).map((field) => [field.name, field.value()]),
      ),
    /** Shows what is wrong beside each field, and returns the controls of the wrong ones. */
    check: () => fields.filter((field) => !field.check()).map((field) => field.control),
    /** Shows a server's error beside its field; returns whether the form has that field. */
    showError(pointer, detail) {
      const [, name, ...deeper] = pointer.split('/');
      const field = fields.find((candidate) => candidate.name === name);
      field?.showError([deeper.map(unescaped).join('.'), detail].filter(Boolean).join(' '));
      return Boolean(field);
    },
  };
}

/** A token of a JSON pointer as the name that it stands for (RFC 6901, section 4). */
const unescaped = (part) => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** Follows a reference within the schema, and takes "this type or null" as this type. */
function resolve(member, root) {
  if (member.$ref?.startsWith('#/')) {
    const path = member.$ref.slice(2).split('/');
    return { ...path.reduce((at, part) => at?.[part], root), ...member };
  }
  if (Array.isArray(member.type)) {
    return { ...member, type: member.type.find((type) => type !== 'null') };
  }
  return member;
}

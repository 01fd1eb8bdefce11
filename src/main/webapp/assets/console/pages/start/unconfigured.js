// Operations that can do nothing before an administrator names what they may be used for. Their
// schema then offers no choice of names.
import { h } from '../../ui/dom.js';

const NEED = {
  backup: {
    member: 'source',
    setting: 'meanwhile.backup.sources.<name>',
    value: '/a/directory',
    says: 'no directory tree to back up',
  },
  export: {
    member: 'query',
    setting: 'meanwhile.export.<name>.sql',
    value: 'SELECT …',
    says: 'no query to export',
  },
};

/** What is missing; null when the operation can be asked for. */
export function missing({ name, inputSchema }) {
  const need = NEED[name];
  const member = inputSchema.properties?.[need?.member];
  return member && !member.enum ? need : null;
}

/** What stands in place of the form. */
export function unconfigured(operation) {
  const { says, setting, value } = missing(operation);
  return h(
    'div',
    {},
    h('p', { class: 'crumb' }, h('a', { href: '#/start' }, '← Operations')),
    h('div', { class: 'head' }, h('h1', {}, operation.title)),
    h('p', { class: 'lead' }, operation.description),
    h(
      'div',
      { class: 'note' },
      h('b', {}, `This server offers ${says} yet`),
      h(
        'span',
        {},
        'Its administrator names one by a setting, and starts it again; the name can then be chosen here:',
      ),
      h('code', { class: 'wrap' }, `${setting}=${value}`),
    ),
    h(
      'div',
      { class: 'actions' },
      h('a', { class: 'button', href: '#/start' }, 'Another operation'),
    ),
  );
}

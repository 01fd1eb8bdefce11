// Operations that need a setting before they can be used: a backup needs a directory tree, an
// export a query. Until then their schema offers no names to choose from.
import { actions, linkButton, note } from '../../ui/components.js';
import { h } from '../../ui/dom.js';

const NEEDS = {
  backup: {
    member: 'source',
    setting: 'meanwhile.backup.sources.<name>',
    value: '/a/directory',
    missing: 'no directory tree to back up',
  },
  export: {
    member: 'query',
    setting: 'meanwhile.export.<name>.sql',
    value: 'SELECT …',
    missing: 'no query to export',
  },
};

/** The setting an operation lacks, {setting, value, missing}; null when it can be used. */
export function missingSetting({ name, inputSchema }) {
  const need = NEEDS[name];
  const member = inputSchema.properties?.[need?.member];
  return member && !member.enum ? need : null;
}

/** Takes the place of the form. */
export function unconfigured(operation) {
  const { missing, setting, value } = missingSetting(operation);
  return h(
    'div',
    {},
    h('p', { class: 'crumb' }, h('a', { href: '#/start' }, '← Operations')),
    h('div', { class: 'head' }, h('h1', {}, operation.title)),
    h('p', { class: 'lead' }, operation.description),
    note(
      `This server offers ${missing} yet`,
      'Its administrator names one by a setting, and starts it again; the name can then be chosen here:',
      h('code', { class: 'wrap' }, `${setting}=${value}`),
    ),
    actions(linkButton('Another operation', '#/start')),
  );
}

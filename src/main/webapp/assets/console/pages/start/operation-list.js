// The operations of this server, to choose one from.
import { h } from '../../ui/dom.js';
import { missingSetting } from './unconfigured.js';

export function operationList(operations) {
  return h(
    'div',
    {},
    h('h1', {}, 'Start a job'),
    h('p', { class: 'lead' }, 'What shall be done?'),
    h('ul', { class: 'operations' }, operations.map(item)),
  );
}

function item(operation) {
  const { name, title, description, takes } = operation;
  const need = missingSetting(operation);
  return h(
    'li',
    {},
    h(
      'a',
      { href: `#/start/${name}` },
      h('b', {}, title),
      h('code', {}, name),
      h('span', {}, description),
      takes.length > 0 && h('span', { class: 'takes' }, `takes a file (${takes.join(', ')})`),
      need && h('span', { class: 'takes' }, `${need.missing} yet`),
    ),
  );
}

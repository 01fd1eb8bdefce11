// What an operation is: its facts, and the schema of its input.
import { facts } from '../../ui/components.js';
import { h } from '../../ui/dom.js';

const yesNo = (value) => (value === undefined ? null : value ? 'yes' : 'no');

export function factsCard(operation) {
  const { takes, fileRequired, yields, maxAttempts } = operation;
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'facts-title' },
    h('h2', { id: 'facts-title' }, 'Facts'),
    facts([
      [
        'Takes',
        takes.length > 0 ? `${takes.join(', ')}${fileRequired ? '' : ', or no file'}` : 'no file',
      ],
      ['Yields', [yields].flat().join(', ')],
      ['Attempts', `${maxAttempts} at most`],
      ['Suspends', operation.suspendable ? 'while it runs, too' : 'only while it waits'],
      ['Output', operation.appendOnly ? 'can be read while it grows' : 'when it is whole'],
      ['Repeatable', yesNo(operation.repeatable)],
    ]),
  );
}

export function schemaCard({ inputSchema }) {
  const { properties = {}, required = [] } = inputSchema;
  const members = Object.entries(properties);
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'input-title' },
    h('h2', { id: 'input-title' }, 'Input'),
    members.length === 0 && h('p', { class: 'quiet' }, 'It needs none.'),
    h(
      'dl',
      { class: 'schema' },
      members.map(([name, schema]) =>
        h(
          'div',
          {},
          h(
            'dt',
            {},
            h('code', {}, name),
            h('span', { class: 'quiet' }, ` ${[schema.type ?? ''].flat().join(' or ')}`),
            required.includes(name) && h('b', {}, ' required'),
          ),
          h('dd', {}, schema.description ?? schema.title ?? ''),
        ),
      ),
    ),
    h(
      'details',
      {},
      h('summary', {}, 'JSON Schema'),
      h(
        'pre',
        { class: 'raw', tabindex: 0, role: 'region', 'aria-label': 'JSON Schema' },
        JSON.stringify(inputSchema, null, 2),
      ),
    ),
  );
}

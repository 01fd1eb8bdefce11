// Shows documents for programs as text: the metrics and the catalogue. A plain link to them could
// not send a token.
import { send, base, token } from '../net/api.js';
import { actions, copyButton } from '../ui/components.js';
import { h } from '../ui/dom.js';

const DOCUMENTS = {
  metrics: { path: 'metrics', title: 'Metrics', lead: 'Of this node, as Prometheus reads them.' },
  catalogue: {
    path: 'operation',
    title: 'Catalogue',
    lead: 'All operations with the JSON Schema of their input.',
  },
};

export const rawPage = { path: /^\/(?<name>metrics|catalogue)$/, tab: 'raw', title: 'Raw', open };

async function open(main, { name }, signal) {
  const { path, title, lead } = DOCUMENTS[name];
  const response = await send(path, { signal });
  const body = await response.text();
  const isJson = response.headers.get('Content-Type')?.includes('json');
  const text = isJson ? JSON.stringify(JSON.parse(body), null, 2) : body;
  const command = `curl ${token() ? '-H "Authorization: Bearer $TOKEN" ' : ''}${base}/${path}`;
  document.title = `${title} · Meanwhile`;
  main.replaceChildren(
    h(
      'div',
      {},
      h(
        'div',
        { class: 'head' },
        h('h1', {}, title),
        actions(copyButton('Copy as curl', () => command, '')),
      ),
      h('p', { class: 'lead' }, lead),
      h('pre', { class: 'raw', tabindex: 0, role: 'region', 'aria-label': title }, text),
    ),
  );
}

// What the server tells programs, for people: a plain link could not send a token.
import { h, copyButton } from '../ui/dom.js';
import { send, base, token } from '../net/api.js';

const TEXTS = {
  metrics: { path: 'metrics', title: 'Metrics', says: 'Of this node, as Prometheus reads them.' },
  catalogue: {
    path: 'operation',
    title: 'Catalogue',
    says: 'All operations with the JSON Schema of their input.',
  },
};

export async function rawPage(main, name, signal) {
  const { path, title, says } = TEXTS[name];
  const response = await send(path, { signal });
  const text = await response.text();
  const isJson = response.headers.get('Content-Type')?.includes('json');
  const shown = isJson ? JSON.stringify(JSON.parse(text), null, 2) : text;
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
        h(
          'div',
          { class: 'actions' },
          copyButton('Copy as curl', () => command, ''),
        ),
      ),
      h('p', { class: 'lead' }, says),
      h('pre', { class: 'raw', tabindex: 0, role: 'region', 'aria-label': title }, shown),
    ),
  );
}

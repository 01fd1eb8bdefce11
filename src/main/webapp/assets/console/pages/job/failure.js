// Why a job failed: first the line that tells most, then the whole message.
import { facts } from '../../ui/components.js';
import { h } from '../../ui/dom.js';
import { tellingLine } from '../../ui/format.js';

export function failure({ operation, error }) {
  const line = tellingLine(error.message);
  const alike = new URLSearchParams({ status: 'Failed', operation, code: error.code });
  const content = [
    h('h2', {}, 'Why it failed'),
    h('p', { class: 'why main' }, line || `Failed with ${error.code}`),
    error.message.trim() !== line &&
      h(
        'pre',
        { class: 'why', tabindex: 0, role: 'region', 'aria-label': 'The whole message' },
        error.message,
      ),
    facts([
      ['Code', h('code', {}, error.code)],
      [
        'Because of',
        error.job && h('a', { href: `#/job/${error.job}` }, `…${error.job.slice(-8)}`),
      ],
      ['Alike', h('a', { href: `#/jobs?${alike}` }, 'Jobs that failed with this code')],
    ]),
  ];
  return content.filter(Boolean);
}

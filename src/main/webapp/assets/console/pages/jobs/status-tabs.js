// The tabs above the list: one for each status, with the number of its jobs where it is known.
import { listAddress } from '../../net/job-filter.js';
import { h, setText } from '../../ui/dom.js';
import { STATUS, number } from '../../ui/format.js';

/** Marks the current tab and lets the tabs keep the other filters. The first call makes them. */
export function showStatusTabs(nav, parameters) {
  const current = parameters.get('status') ?? '';
  if (!nav.firstChild) {
    nav.append(...Object.entries({ '': 'All', ...STATUS }).map(tab));
  }
  for (const link of nav.children) {
    const { status } = link.dataset;
    link.href = listAddress(parameters, { status });
    if (status === current) {
      link.setAttribute('aria-current', 'true');
    } else {
      link.removeAttribute('aria-current');
    }
  }
}

function tab([status, text]) {
  const attributes = { class: status ? `tab ${status}` : 'tab', 'data-status': status };
  return h('a', attributes, text, h('span', { class: 'n' }));
}

/**
 * `counts` has numbers by status, or a text such as "10000+" where there are more; a status that is
 * not in it is shown without one.
 */
export function showTabCounts(nav, counts) {
  for (const link of nav.children) {
    const count = link.dataset.status ? counts[link.dataset.status] : sum(counts);
    setText(link.lastChild, count === undefined ? '' : ` ${countText(count)}`);
  }
}

const countText = (count) =>
  typeof count === 'number' ? number(count) : `${number(Number.parseInt(count, 10))}+`;

/** Of all statuses; undefined while one of them is not known, or known to be more only. */
function sum(counts) {
  const all = Object.keys(STATUS).map((status) => counts[status]);
  return all.every((count) => typeof count === 'number')
    ? all.reduce((total, count) => total + count, 0)
    : undefined;
}

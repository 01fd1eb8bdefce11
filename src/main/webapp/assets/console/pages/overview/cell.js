import { h } from '../../ui/dom.js';

/** On a narrow screen a row is a list, and each cell shows its column's name. */
export function cell(label, content) {
  return h('td', { 'data-head': label }, content);
}

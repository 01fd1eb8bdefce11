// The filter of a list of jobs, in its three forms: in the console's address, in the query of
// GET /job, and in the input of the operation `bulk`. `ended` is the console's own: a range that is
// told from now, which the server gets as finishedAfter and finishedBefore.
import { timeRange } from './time-range.js';

const PLAIN = [
  'status',
  'operation',
  'code',
  'text',
  'finishedAfter',
  'finishedBefore',
  'createdAfter',
  'createdBefore',
  'caller',
  'group',
  'rerunOf',
  'after',
  'schedule',
  'node',
];

/** The members of a filter in the address. A label may be there several times. */
export const FILTERS = [...PLAIN, 'label', 'ended'];

export const isFiltered = (parameters) => FILTERS.some((name) => parameters.get(name));

/** Whether only jobs that have ended can match: then the newest end comes first. */
const isByEnd = (parameters) =>
  ['ended', 'finishedAfter', 'finishedBefore'].some((name) => parameters.get(name));

/**
 * The address of a list with changed members; of its first page, unless they have a cursor. A
 * changed value is a text, an array, or empty to remove the member.
 */
export function listAddress(parameters, changes = {}, page = '#/jobs') {
  const next = new URLSearchParams();
  for (const name of [...FILTERS, 'cursor']) {
    const kept = name === 'cursor' ? [] : parameters.getAll(name);
    const values = name in changes ? [changes[name]].flat() : kept;
    values.filter(Boolean).forEach((value) => next.append(name, value));
  }
  return `${page}${next.size ? `?${next}` : ''}`;
}

/** The address of the jobs that ended within so many seconds; a filter leaves out its two ends. */
export function jobsOfTime(changes, time, seconds) {
  const iso = (at, millis) => new Date(at * 1000 + millis).toISOString();
  return listAddress(new URLSearchParams(), {
    ...changes,
    finishedAfter: iso(time, -1),
    finishedBefore: iso(time + seconds, 0),
  });
}

/** The members as the server knows them. */
function serverMembers(parameters, now) {
  const members = PLAIN.map((name) => [name, parameters.get(name)]).filter(([, value]) => value);
  const { after, before } = timeRange(parameters.get('ended'), now);
  const range = [after && ['finishedAfter', after], before && ['finishedBefore', before]];
  return [...members, ...range.filter(Boolean)];
}

/** The query of GET /job and GET /job/failures. */
export function listQuery(parameters, more = {}, now = new Date()) {
  const query = new URLSearchParams(serverMembers(parameters, now));
  parameters.getAll('label').forEach((label) => query.append('label', label));
  Object.entries(more).forEach(([name, value]) => query.set(name, value));
  return query;
}

/** The query of a page of the list. */
export function pageQuery(parameters, limit) {
  const cursor = parameters.get('cursor');
  return listQuery(parameters, {
    limit,
    ...(cursor && { cursor }),
    ...(isByEnd(parameters) && { sort: 'finishedAt' }),
  });
}

/** The filter of the operation `bulk`; jobs that end from now on are not in it. */
export function bulkFilter(parameters, now = new Date()) {
  const filter = Object.fromEntries(serverMembers(parameters, now));
  const labels = parameters.getAll('label');
  if (filter.status) {
    filter.status = filter.status.split(',');
  }
  if (filter.finishedAfter && !filter.finishedBefore) {
    filter.finishedBefore = now.toISOString();
  }
  return { ...filter, ...(labels.length > 0 && { label: labels }) };
}

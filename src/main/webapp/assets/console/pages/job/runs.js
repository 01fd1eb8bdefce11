// What a job has to do with others: which job it runs again, which ones run it again, whose run or
// output it has taken, and the group or the schedule that made it.
import { getIfThere } from '../../net/api.js';
import { badge } from '../../ui/components.js';
import { h } from '../../ui/dom.js';
import { duration, seconds, tellingLine, timeElement } from '../../ui/format.js';

const MAX_RUNS = 20;

const shortLink = (id) => h('a', { href: `#/job/${id}` }, `…${id.slice(-8)}`);

/** Reads the jobs that run this one again, and what this one runs again with its other reruns. */
export async function relatedRuns(job, signal) {
  const list = (of) => getIfThere(`job?rerunOf=${of}&limit=${MAX_RUNS}`, { signal });
  const [later, earlier, siblings] = await Promise.all([
    list(job.id),
    job.rerunOf ? getIfThere(`job/${job.rerunOf}/status`, { signal }) : null,
    job.rerunOf ? list(job.rerunOf) : null,
  ]);
  const others = (siblings?.items ?? []).filter(({ id }) => id !== job.id);
  const runs = [...(later?.items ?? []), job, ...others, ...(earlier ? [earlier] : [])];
  return runs.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

/** The content of the card; null when there is nothing to tell. */
export function runsCard(job, runs) {
  const madeBy = [
    job.rerunOf && h('p', {}, 'Runs ', shortLink(job.rerunOf), ' again.'),
    job.reused && reusedText(job.reused),
    job.group &&
      h(
        'p',
        {},
        'Belongs to ',
        shortLink(job.group),
        '; ',
        h('a', { href: `#/jobs?group=${job.group}` }, 'all of its jobs'),
        '.',
      ),
    job.schedule &&
      h(
        'p',
        {},
        'Made by the schedule ',
        h('a', { href: `#/jobs?schedule=${encodeURIComponent(job.schedule)}` }, job.schedule),
        '.',
      ),
  ].filter(Boolean);
  if (madeBy.length === 0 && runs.length < 2) {
    return null;
  }
  return [
    h('h2', {}, 'Other runs'),
    ...madeBy,
    runs.length > 1 &&
      h(
        'ul',
        { class: 'runs' },
        runs.map((run) => runItem(run, job.id)),
      ),
  ].filter(Boolean);
}

function reusedText({ as, of, outputAt }) {
  const made = outputAt ? [', made ', timeElement(outputAt)] : [];
  return as === 'run'
    ? h('p', {}, 'Shares the run of ', shortLink(of), '.')
    : h('p', {}, 'Has the output of ', shortLink(of), ...made, ', instead of a run of its own.');
}

/** One line of a list of jobs: runs of one of them, or, without a current one, jobs of any operation. */
export function runItem(run, currentId) {
  const took =
    run.startedAt && run.finishedAt
      ? `took ${duration(seconds(run.startedAt, run.finishedAt))}`
      : '';
  return h(
    'li',
    {},
    badge(run),
    currentId === undefined && run.operation,
    run.id === currentId ? h('b', {}, 'This job') : shortLink(run.id),
    h('span', { class: 'quiet' }, timeElement(run.createdAt), ' ', took),
    run.error && h('span', { class: 'quiet line' }, tellingLine(run.error.message)),
  );
}

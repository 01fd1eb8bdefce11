// The life of a job as one bar to scale: its waits, its runs, and the rests between attempts.
import { hasEnded } from '../../net/job-status.js';
import { h, svg } from '../../ui/dom.js';
import { duration, time } from '../../ui/format.js';

const WIDTH = 1000;
const HEIGHT = 22;
const MIN_WIDTH = 3;

const KINDS = {
  wait: 'Waited',
  run: 'Ran',
  failed: 'Ran, and failed',
  lost: 'Ran, and did not count',
  rest: 'Rested before the next attempt',
};

/**
 * The parts {kind, from, to} in their order, in milliseconds. `history` has the ended attempts, the
 * latest first.
 */
export function lifeParts(job, history, now = Date.now()) {
  const parts = [];
  const end = job.finishedAt ? Date.parse(job.finishedAt) : now;
  let at = Date.parse(job.createdAt);
  const until = (kind, to) => {
    if (to > at) {
      parts.push({ kind, from: at, to });
      at = to;
    }
  };
  const ended = [...(history?.attempts ?? [])].reverse().filter(({ startedAt }) => startedAt);
  ended.forEach(({ startedAt, endedAt, outcome }, i) => {
    until(i === 0 ? 'wait' : 'rest', Date.parse(startedAt));
    until(outcome === 'failed' ? 'failed' : 'lost', Date.parse(endedAt));
  });
  const isKnown = ended.some(({ startedAt }) => startedAt === job.startedAt);
  const hadAttempts = ended.length > 0;
  if (job.startedAt && !isKnown) {
    until(hadAttempts ? 'rest' : 'wait', Date.parse(job.startedAt));
    until(job.status === 'Failed' ? 'failed' : 'run', end);
  } else {
    until(hadAttempts ? 'rest' : 'wait', end);
  }
  return parts;
}

/** The bar with its legend; null while there is nothing to draw. */
export function lifeBar(job, history) {
  const parts = lifeParts(job, history);
  if (parts.length === 0) {
    return null;
  }
  const from = parts[0].from;
  const millis = parts.at(-1).to - from;
  const seconds = (part) => (part.to - part.from) / 1000;
  const x = (at) => ((at - from) / millis) * WIDTH;
  const words = (part) => `${KINDS[part.kind]} ${duration(seconds(part))}`;
  const total = (kind) =>
    parts.filter((part) => part.kind === kind).reduce((sum, part) => sum + seconds(part), 0);
  const kinds = Object.keys(KINDS).filter((kind) => parts.some((part) => part.kind === kind));
  return h(
    'figure',
    { class: 'life' },
    svg(
      'svg',
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-label': parts.map(words).join(', then '),
      },
      parts.map((part) =>
        svg(
          'rect',
          {
            class: part.kind,
            x: x(part.from),
            y: part.kind === 'wait' || part.kind === 'rest' ? 7 : 0,
            width: Math.max(MIN_WIDTH, x(part.to) - x(part.from)),
            height: part.kind === 'wait' || part.kind === 'rest' ? 8 : HEIGHT,
          },
          svg('title', {}, `${words(part)}\n${time(new Date(part.from).toISOString())}`),
        ),
      ),
    ),
    h(
      'div',
      { class: 'ticks' },
      h('span', {}, time(job.createdAt)),
      h('span', {}, hasEnded(job) ? time(job.finishedAt) : 'now'),
    ),
    h(
      'ul',
      { class: 'legend' },
      kinds.map((kind) => h('li', { class: kind }, `${KINDS[kind]} ${duration(total(kind))}`)),
    ),
  );
}

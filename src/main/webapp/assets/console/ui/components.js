// Small things that several pages show.
import { h, setText } from './dom.js';
import { STATUS, progressText, relative } from './format.js';

/** A status as a word with a mark: never by colour alone. */
export function badge(job) {
  const stopping = job.cancelRequested && job.status === 'Running';
  return h('span', { class: `badge ${job.status}` }, stopping ? 'Stopping' : STATUS[job.status]);
}

/** A progress bar with what is known of the rest. */
export function bar(label) {
  const meter = h('progress', { 'aria-label': label, max: 1 });
  const percent = h('span', { class: 'percent' });
  const text = h('span', { class: 'quiet says' });
  const rest = h('span', { class: 'quiet rest' });
  return {
    element: h(
      'div',
      { class: 'progress' },
      meter,
      h('div', { class: 'under' }, percent, text, rest),
    ),
    update(job) {
      const fraction = job.progress?.fraction;
      if (fraction === undefined) {
        meter.removeAttribute('value');
      } else {
        meter.value = fraction;
      }
      setText(percent, fraction === undefined ? '' : `${Math.floor(fraction * 100)} %`);
      const end =
        job.estimatedFinishAt && new Date(job.estimatedFinishAt) > Date.now()
          ? `done ${relative(job.estimatedFinishAt)}`
          : '';
      const says = progressText(job);
      setText(text, says);
      text.title = says;
      setText(rest, end);
    },
  };
}

/** A list of terms and what they are; those without a value are left out. */
export function facts(pairs) {
  return h(
    'dl',
    { class: 'facts' },
    pairs
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))),
  );
}

/** What a failure says, to be read at once. */
export function problem(error) {
  return h(
    'div',
    { class: 'note bad', role: 'alert' },
    h('b', {}, error.problem?.title ?? 'That did not work'),
    h('span', {}, error.message),
    (error.problem?.errors ?? []).map((e) => h('span', {}, `${e.pointer}: ${e.detail}`)),
  );
}

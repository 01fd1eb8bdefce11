// Components that several pages show.
import { h, setText, announce } from './dom.js';
import { STATUS, progressText, relative } from './format.js';

export function button(text, kind, onclick) {
  return h('button', { type: 'button', class: kind, onclick }, text);
}

/** A link that looks like a button. */
export function linkButton(text, href, kind = '') {
  return h('a', { class: `button ${kind}`.trim(), href }, text);
}

/** A row of buttons; null, undefined and false are left out. */
export function actions(...buttons) {
  return h('div', { class: 'actions' }, buttons);
}

/** A button that copies the text the function returns. */
export function copyButton(label, text, kind = 'quiet small') {
  const element = button(label, kind, async () => {
    await copy(text());
    element.textContent = 'Copied';
    announce('Copied');
    setTimeout(() => (element.textContent = label), 2000);
  });
  return element;
}

async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Without TLS a browser offers the clipboard on localhost only.
  const area = h('textarea', { readonly: true, class: 'unseen' });
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** The job's status as a word with a mark: colour alone would not reach everybody. */
export function badge(job) {
  const stopping = job.cancelRequested && job.status === 'Running';
  return h('span', { class: `badge ${job.status}` }, stopping ? 'Stopping' : STATUS[job.status]);
}

/** A progress bar with the percentage, the progress message and the estimated end. */
export function progressBar(label) {
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

/** A list of terms and values, without the pairs that have no value. */
export function facts(pairs) {
  return h(
    'dl',
    { class: 'facts' },
    pairs
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))),
  );
}

/** A job's labels, each a link to the list of jobs with that label. */
export function labelLinks(labels) {
  return Object.entries(labels).map(([key, value]) => {
    const label = `${key}:${value}`;
    return h('a', { class: 'label', href: `#/jobs?${new URLSearchParams({ label })}` }, label);
  });
}

export function tableHead(names) {
  return h(
    'thead',
    {},
    h(
      'tr',
      {},
      names.map((name) => h('th', { scope: 'col' }, name)),
    ),
  );
}

/** A failed request's problem, as an alert that screen readers say at once. */
export function problemNote(error) {
  return h(
    'div',
    { class: 'note bad', role: 'alert' },
    h('b', {}, error.problem?.title ?? 'That did not work'),
    h('span', {}, error.message),
    (error.problem?.errors ?? []).map((e) =>
      h('span', {}, `${e.pointer.slice(1).replaceAll('/', '.') || 'The request'} ${e.detail}`),
    ),
  );
}

/** A message beside what it is about: a title, and texts or buttons below it. */
export function note(title, ...more) {
  return h(
    'div',
    { class: 'note' },
    h('b', {}, title),
    more.map((part) => (typeof part === 'string' ? h('span', {}, part) : part)),
  );
}

/** A message that takes the place of a page. */
export function messagePage(title, text, ...more) {
  return h('section', { class: 'state' }, h('h1', {}, title), h('p', {}, text), more);
}

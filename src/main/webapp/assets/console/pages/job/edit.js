// The dialog that changes a job: only what may be changed now is in it, and only what differs is
// sent.
import { Failure, sendJson } from '../../net/api.js';
import { hasEnded } from '../../net/job-status.js';
import { problemNote } from '../../ui/components.js';
import { labelled, openDialog } from '../../ui/dialog.js';
import { h } from '../../ui/dom.js';
import { toIsoDuration } from '../../ui/iso-duration.js';
import { labelsText, toLabels } from '../../ui/labels-text.js';
import { toIso, toLocal } from '../../ui/local-time.js';

/** Resolves to the changed status document, or to null. */
export function editJob(job, signal) {
  const fields = fieldsOf(job);
  const hasCallback = job.links.callback && !hasEnded(job);
  const removal = h('input', { type: 'checkbox', name: 'noCallback' });
  return openDialog({
    title: `Change ${job.operation}`,
    content: h(
      'div',
      { class: 'members' },
      fields.map(({ text, help, input }) => labelled(text, input, help)),
      hasCallback && labelled('Remove the callback', removal, 'Nobody is told of the end'),
    ),
    submit: h('button', { class: 'primary' }, 'Change'),
    failed: problemNote,
    signal,
    wide: true,
    send: () => {
      const patch = { ...patchOf(fields), ...(removal.checked && { callback: null }) };
      if (Object.keys(patch).length === 0) {
        throw new Failure(400, {
          title: 'Nothing is changed',
          detail: 'Every field is as it was.',
        });
      }
      return sendJson('PATCH', `job/${job.id}`, { ...patch, version: job.version });
    },
  });
}

/** A field is {name, text, help, input, was, parse}; `parse` makes the member of a typed text. */
function fieldsOf(job) {
  const field = (name, text, was, parse, help, attributes = {}) => ({
    name,
    text,
    was,
    parse,
    help,
    input: h('input', { name, autocomplete: 'off', value: was, ...attributes }),
  });
  const date = { type: 'datetime-local' };
  const all = {
    priority: () =>
      field('priority', 'Priority', String(job.priority), whole, 'Higher runs first', {
        inputmode: 'numeric',
      }),
    startAt: () =>
      field('startAt', 'Not before', toLocal(job.startAt), instant, 'Empty is now', date),
    timeout: () => field('timeout', 'Timeout', job.timeout, length, 'Of each attempt: 1h, PT30M'),
    deadline: () =>
      field('deadline', 'Deadline', toLocal(job.deadline), instant, 'Of all attempts', date),
    retain: () => field('retain', 'Keep the output for', job.retain, length, 'Such as 2d or P2D'),
    labels: () =>
      field(
        'labels',
        'Labels',
        labelsText(job.labels),
        (text) => labelsPatch(job.labels, text),
        'team:billing, month:2026-11',
      ),
    callback: () =>
      field('callback', 'Callback URL', '', (url) => (url ? { url } : null), callbackHelp(job), {
        type: 'url',
        placeholder: 'https://…',
      }),
  };
  const waiting = ['priority', 'startAt'];
  const unended = ['timeout', 'deadline'];
  const names = [
    ...(job.status === 'NotStarted' ? waiting : []),
    ...(hasEnded(job) ? [] : unended),
    'retain',
    'labels',
    ...(hasEnded(job) ? [] : ['callback']),
  ];
  return names.map((name) => all[name]());
}

const callbackHelp = (job) =>
  job.links.callback
    ? 'Another than now; empty leaves it as it is. A secret is not taken along'
    : 'Told when the job has ended';

function patchOf(fields) {
  return Object.fromEntries(
    fields
      .filter(({ input, was }) => input.value.trim() !== was)
      .map(({ name, input, parse }) => [name, parse(input.value.trim())]),
  );
}

/** Text that is no number goes as it is: the server's answer says what is wrong with it. */
const whole = (text) => (/^-?\d+$/.test(text) ? Number(text) : text || null);
const instant = (text) => toIso(text) || null;
const length = (text) => (text ? (toIsoDuration(text) ?? text) : null);

/** The merge patch from one set of labels to another: what is missing is removed. */
function labelsPatch(before, text) {
  const wanted = toLabels(text);
  if (!wanted) {
    throw new Failure(400, {
      title: 'Not yet',
      detail: 'Labels are key:value, with commas between.',
    });
  }
  const removed = Object.keys(before).filter((key) => !(key in wanted));
  return { ...wanted, ...Object.fromEntries(removed.map((key) => [key, null])) };
}

// The options that every job has besides its input: labels, priority, times, callback.
import { h } from '../../ui/dom.js';
import { toIsoDuration } from '../../ui/iso-duration.js';
import { labelsText, toLabels } from '../../ui/labels-text.js';

/**
 * The options, filled with those of the request `known`. `hadSecret`: the job to run again had a
 * callback secret, which is not kept. `isRepeatable`: the job may take what an earlier one has made.
 */
export function jobOptions(known, hadSecret = false, isRepeatable = false) {
  const inputs = {};
  const field = (name, text, help, attributes = {}) => {
    const error = h('span', { class: 'error', id: `o-${name}-error` });
    const input = h('input', {
      id: `o-${name}`,
      name,
      autocomplete: 'off',
      'aria-describedby': `o-${name}-help o-${name}-error`,
      ...attributes,
    });
    inputs[name] = { input, error };
    return h(
      'div',
      { class: 'field' },
      h('label', { for: `o-${name}` }, text),
      input,
      h('small', { id: `o-${name}-help` }, help),
      error,
    );
  };
  const labels = labelsText(known.labels);
  const isFilled = Boolean(
    labels || known.priority || known.timeout || known.retain || known.reuse || known.callback?.url,
  );
  const element = h(
    'details',
    { class: 'options', open: isFilled },
    h('summary', {}, 'When, how long, and who is told'),
    h(
      'div',
      { class: 'members' },
      field('labels', 'Labels', 'To find it by: team:billing, month:2026-11', { value: labels }),
      field('priority', 'Priority', 'Higher runs first; 0 is usual', {
        inputmode: 'numeric',
        value: known.priority || '',
      }),
      field('startAt', 'Not before', 'In your time zone', { type: 'datetime-local' }),
      field('deadline', 'Deadline', 'All attempts in all; then it fails. In your time zone', {
        type: 'datetime-local',
      }),
      field('timeout', 'Timeout', 'How long each attempt may run: 1h, PT30M', {
        value: known.timeout ?? '',
      }),
      field('retain', 'Keep the output for', 'Such as 2d or P2D', { value: known.retain ?? '' }),
      isRepeatable &&
        field(
          'reuse',
          'Reuse an output of the last',
          'Of a job of yours with the same input, instead of another run: 1h, P1D',
          { value: known.reuse ?? '' },
        ),
      field('url', 'Callback URL', 'Told when the job has ended', {
        type: 'url',
        placeholder: 'https://…',
        value: known.callback?.url ?? '',
      }),
      field(
        'secret',
        'Callback secret',
        hadSecret
          ? 'The job before had one, which is not kept: type it again, or the callback is not signed with it'
          : 'What the callback is signed with; not kept here',
        { type: 'password', autocomplete: 'new-password' },
      ),
    ),
  );
  inputs.secret.input.closest('.field').classList.toggle('missing', hadSecret);
  const text = (name) => inputs[name]?.input.value.trim() ?? '';
  const faultOf = {
    labels: (v) => (toLabels(v) ? '' : 'key:value, with commas between'),
    priority: (v) => (/^-?\d+$/.test(v) ? '' : 'A whole number is wanted'),
    timeout: (v) => (toIsoDuration(v) ? '' : 'A duration is wanted'),
    retain: (v) => (toIsoDuration(v) ? '' : 'A duration is wanted'),
    ...(isRepeatable && { reuse: (v) => (toIsoDuration(v) ? '' : 'A duration is wanted') }),
  };
  const fault = (name) => (text(name) ? faultOf[name](text(name)) : '');
  return {
    element,
    /** Whether `value` holds everything that is typed. */
    isComplete: () => Object.keys(faultOf).every((name) => fault(name) === ''),
    /** The members of the request; empty fields are left out. */
    value: () => ({
      ...(text('labels') && { labels: toLabels(text('labels')) ?? {} }),
      ...(text('priority') && { priority: Number(text('priority')) }),
      ...(text('startAt') && { startAt: new Date(text('startAt')).toISOString() }),
      ...(text('deadline') && { deadline: new Date(text('deadline')).toISOString() }),
      ...(text('timeout') && { timeout: toIsoDuration(text('timeout')) }),
      ...(text('retain') && { retain: toIsoDuration(text('retain')) }),
      ...(text('reuse') && { reuse: toIsoDuration(text('reuse')) }),
      ...(text('url') && {
        callback: { url: text('url'), ...(text('secret') && { secret: text('secret') }) },
      }),
    }),
    /** Shows what is wrong beside the fields, and returns the wrong controls. */
    check: () =>
      Object.keys(faultOf)
        .map((name) => {
          const wrong = fault(name);
          inputs[name].error.textContent = wrong;
          if (wrong) {
            inputs[name].input.setAttribute('aria-invalid', 'true');
          } else {
            inputs[name].input.removeAttribute('aria-invalid');
          }
          element.open ||= Boolean(wrong);
          return wrong ? inputs[name].input : null;
        })
        .filter(Boolean),
  };
}

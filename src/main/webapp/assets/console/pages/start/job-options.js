// What may be said of any job besides its input.
import { h } from '../../ui/dom.js';
import { toDuration } from '../../ui/iso-duration.js';

/** `hadSecret` is whether the job that is asked for again had one for its callback, which is not kept. */
export function options(known, hadSecret = false) {
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
  const labels = Object.entries(known.labels ?? {})
    .map(([key, value]) => `${key}:${value}`)
    .join(', ');
  const filled = Boolean(
    labels || known.priority || known.timeout || known.retain || known.callback?.url,
  );
  const element = h(
    'details',
    { class: 'options', open: filled },
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
      field('timeout', 'Timeout', 'How long one run may take: 1h, PT30M', {
        value: known.timeout ?? '',
      }),
      field('retain', 'Keep the output for', 'Such as 2d or P2D', { value: known.retain ?? '' }),
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
  const text = (name) => inputs[name].input.value.trim();
  const faults = {
    labels: (v) => (pairs(v) ? '' : 'key:value, with commas between'),
    priority: (v) => (/^-?\d+$/.test(v) ? '' : 'A whole number is wanted'),
    timeout: (v) => (toDuration(v) ? '' : 'A duration is wanted'),
    retain: (v) => (toDuration(v) ? '' : 'A duration is wanted'),
  };
  const fault = (name) => (text(name) ? faults[name](text(name)) : '');
  return {
    element,
    /** Whether the value is all that is typed. */
    isComplete: () => Object.keys(faults).every((name) => fault(name) === ''),
    value: () => ({
      ...(text('labels') && { labels: pairs(text('labels')) ?? {} }),
      ...(text('priority') && { priority: Number(text('priority')) }),
      ...(text('startAt') && { startAt: new Date(text('startAt')).toISOString() }),
      ...(text('timeout') && { timeout: toDuration(text('timeout')) }),
      ...(text('retain') && { retain: toDuration(text('retain')) }),
      ...(text('url') && {
        callback: { url: text('url'), ...(text('secret') && { secret: text('secret') }) },
      }),
    }),
    check: () =>
      Object.keys(faults)
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

/** "a:b, c:d" as an object; null when it is not that. */
function pairs(text) {
  const all = text
    .split(',')
    .map((pair) => pair.trim())
    .filter(Boolean)
    .map((pair) => [
      pair.slice(0, pair.indexOf(':')).trim(),
      pair.slice(pair.indexOf(':') + 1).trim(),
    ]);
  return all.every(([key, value]) => key && value) ? Object.fromEntries(all) : null;
}

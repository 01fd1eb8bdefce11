// Pauses an operation with a reason, and ends the pause.
import { events, sendJson } from '../net/api.js';
import { button, problemNote } from '../ui/components.js';
import { openDialog, labelled } from '../ui/dialog.js';
import { announce, h } from '../ui/dom.js';

const MAX_REASON_CHARS = 1000;

const change = async (name, body) => {
  const operation = await sendJson('PATCH', `operation/${encodeURIComponent(name)}`, body);
  events.dispatchEvent(new Event('operations'));
  return operation;
};

/** Asks for the reason, then pauses. Resolves to the operation's description, or to null. */
export async function pauseOperation(name, signal) {
  const reason = h('input', {
    name: 'reason',
    autocomplete: 'off',
    maxlength: MAX_REASON_CHARS,
    placeholder: 'The database is being repaired',
  });
  const paused = await openDialog({
    title: `Pause ${name}?`,
    content: [
      h(
        'p',
        {},
        'Its jobs are accepted and wait; what runs goes on. It holds on all nodes until it is resumed.',
      ),
      labelled('Reason', reason, 'Told to everybody whose job waits'),
    ],
    submit: h('button', { class: 'primary' }, 'Pause'),
    failed: problemNote,
    signal,
    send: () =>
      change(name, {
        paused: true,
        ...(reason.value.trim() && { reason: reason.value.trim() }),
      }),
  });
  if (paused) {
    announce(`${name} is paused`);
  }
  return paused;
}

export async function resumeOperation(name) {
  const operation = await change(name, { paused: false });
  announce(`${name} goes on`);
  return operation;
}

/** The button that fits the state; `changed` takes the new description, `failed` the failure. */
export function pauseButton(operation, signal, changed, failed, kind = '') {
  const { name, paused } = operation;
  const act = async () => {
    try {
      const now = paused ? await resumeOperation(name) : await pauseOperation(name, signal);
      if (now) {
        changed(now);
      }
    } catch (error) {
      failed(error);
    }
  };
  const element = button(paused ? 'Resume' : 'Pause', kind, act);
  element.dataset.key = `pause-${name}`;
  element.setAttribute('aria-label', `${paused ? 'Resume' : 'Pause'} ${name}`);
  return element;
}

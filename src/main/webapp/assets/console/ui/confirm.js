// A dialog that asks before something is lost.
import { h } from './dom.js';

/** Resolves to true when the action is wanted. The signal closes the dialog: then it is not. */
export function confirm(title, text, action, signal, keep = 'Keep it') {
  return new Promise((resolve) => {
    const dialog = h(
      'dialog',
      { 'aria-labelledby': 'confirm-title' },
      h(
        'form',
        { method: 'dialog' },
        h('h2', { id: 'confirm-title' }, title),
        h('p', {}, text),
        h(
          'div',
          { class: 'actions end' },
          h('button', { class: 'quiet', value: '' }, keep),
          h('button', { class: 'danger', value: 'yes' }, action),
        ),
      ),
    );
    const close = () => dialog.close('');
    signal.addEventListener('abort', close);
    dialog.addEventListener('close', () => {
      signal.removeEventListener('abort', close);
      dialog.remove();
      resolve(dialog.returnValue === 'yes' && !signal.aborted);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

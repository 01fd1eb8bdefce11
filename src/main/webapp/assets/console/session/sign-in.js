// The dialog that asks for a token. The token is kept in this tab and sent to this server only.
import { setToken } from '../net/api.js';
import { button } from '../ui/components.js';
import { h } from '../ui/dom.js';

let dialog = null;

/** Opens the dialog, unless it is open. `refused`: the server did not accept the current token. */
export function signIn(refused = false) {
  if (dialog) {
    return;
  }
  const input = h('input', {
    type: 'password',
    name: 'token',
    required: true,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  dialog = h(
    'dialog',
    { 'aria-labelledby': 'signin-title' },
    h(
      'form',
      { method: 'dialog' },
      h('h2', { id: 'signin-title' }, 'Sign in with a token'),
      h(
        'p',
        {},
        refused
          ? 'The server does not accept this token: it may be mistyped, over, or another server’s.'
          : 'This server asks for a bearer token. Its operator gives you one.',
      ),
      h(
        'label',
        { class: 'field' },
        h('span', {}, 'Token'),
        input,
        h('small', {}, 'Kept in this tab until it is closed.'),
      ),
      h(
        'div',
        { class: 'actions end' },
        button('Not now', 'quiet', () => dialog.close('')),
        h('button', { class: 'primary', value: 'yes' }, 'Sign in'),
      ),
    ),
  );
  dialog.addEventListener('close', () => {
    const wanted = dialog.returnValue === 'yes' && input.value.trim();
    dialog.remove();
    dialog = null;
    if (wanted) {
      setToken(input.value.trim());
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  input.focus();
}

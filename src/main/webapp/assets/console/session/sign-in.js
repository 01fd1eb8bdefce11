// The dialog for a token. It is kept for this tab only, and sent to this server only.
import { h } from '../ui/dom.js';
import { setToken } from '../net/api.js';

let open = null;

/** `refused` is whether a token was given before that the server does not accept. */
export function signIn(refused = false) {
  if (open) {
    return;
  }
  const input = h('input', {
    type: 'password',
    name: 'token',
    required: true,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  open = h(
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
        h('button', { type: 'button', class: 'quiet', onclick: () => open.close('') }, 'Not now'),
        h('button', { class: 'primary', value: 'yes' }, 'Sign in'),
      ),
    ),
  );
  open.addEventListener('close', () => {
    const wanted = open.returnValue === 'yes' && input.value.trim();
    open.remove();
    open = null;
    if (wanted) {
      setToken(input.value.trim());
    }
  });
  document.body.append(open);
  open.showModal();
  input.focus();
}

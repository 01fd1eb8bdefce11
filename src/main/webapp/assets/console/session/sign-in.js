// The dialog in which somebody signs in: at the issuer, where the server names one, or with a token.
// What signs in is kept in this tab and sent to this server only.
import { events, token } from '../net/api.js';
import { page, signInClient } from '../net/oidc.js';
import { button, linkButton, note } from '../ui/components.js';
import { h } from '../ui/dom.js';
import { relative } from '../ui/format.js';
import {
  isFromProvider,
  isOver,
  signInBeside,
  signInEnds,
  signInHere,
  signInWith,
} from './provider.js';

let isOpen = false;

/**
 * Opens the dialog, unless it is open. `refused`: the server did not accept the current token.
 * `failure`: the error of a sign-in that was begun before.
 */
export async function signIn(refused = false, failure = null) {
  if (isOpen) {
    return;
  }
  isOpen = true;
  // A server that does not answer takes no token either, but the dialog can say so later.
  const signInAt = await signInClient().catch(() => null);
  const byToken = tokenForm(refused);
  const content = signInAt ? providerForm(signInAt, byToken, refused, failure) : byToken.element;
  const dialog = h('dialog', { 'aria-labelledby': 'signin-title' }, content);
  const close = () => dialog.close();
  events.addEventListener('signin', close);
  dialog.addEventListener('close', () => {
    const typed = dialog.returnValue === 'yes' && byToken.input.value.trim();
    events.removeEventListener('signin', close);
    dialog.remove();
    isOpen = false;
    if (typed) {
      signInWith(typed);
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  (signInAt ? dialog.querySelector('.primary') : byToken.input).focus();
}

const notNow = () => button('Not now', 'quiet', ({ target }) => target.closest('dialog').close(''));

function tokenForm(refused) {
  const input = h('input', {
    type: 'password',
    name: 'token',
    required: true,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const element = h(
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
    tokenField(input),
    h('div', { class: 'actions end' }, notNow(), submit()),
  );
  return { element, input };
}

const tokenField = (input) =>
  h(
    'label',
    { class: 'field' },
    h('span', {}, 'Token'),
    input,
    h('small', {}, 'Kept in this tab until it is closed.'),
  );

const submit = () => h('button', { class: 'primary', value: 'yes' }, 'Sign in');

/** The way to the issuer first; a token of one's own behind it. */
function providerForm(signInAt, byToken, refused, failure) {
  const notice = h('div', { role: 'alert' }, failure && failed(failure));
  return h(
    'div',
    { class: 'signin' },
    h('h2', { id: 'signin-title' }, 'Sign in'),
    h('p', {}, why(signInAt, refused)),
    notice,
    h('div', { class: 'actions end' }, notNow(), way(signInAt, notice)),
    h(
      'details',
      {},
      h('summary', {}, 'Use a token instead'),
      h(
        'form',
        { method: 'dialog' },
        tokenField(byToken.input),
        h('div', { class: 'actions end' }, submit()),
      ),
    ),
  );
}

const failed = (error) => note('That did not work', error.message);

function why({ name }, refused) {
  const again = `Sign in again at ${name}; this page stays as it is.`;
  const ends = signInEnds();
  if (ends) {
    return `Your sign-in ends ${relative(ends)}. ${again}`;
  }
  if (refused && isOver()) {
    return `Your sign-in is over. ${again}`;
  }
  if (refused) {
    return isFromProvider()
      ? `The server does not accept what ${name} gave you. Its log says why.`
      : `The server does not accept this token: it may be mistyped, over, or another server’s.`;
  }
  return `This server asks who you are, and ${name} tells it.`;
}

/** The button that leads to the issuer, or a link to the one page to which the issuer leads back. */
function way({ name, page: publicPage }, notice) {
  if (publicPage && publicPage !== page) {
    return linkButton(`Sign in at ${publicPage}`, publicPage + location.hash, 'primary');
  }
  return button(`Sign in at ${name}`, 'primary', async () => {
    notice.replaceChildren();
    try {
      await (staysHere() ? signInBeside() : signInHere());
    } catch (error) {
      notice.replaceChildren(failed(error));
    }
  });
}

/** Whether this page has what would be lost if the tab went to the issuer and came back. */
const staysHere = () =>
  Boolean(token() && isFromProvider()) || document.querySelector('[data-kept]') !== null;

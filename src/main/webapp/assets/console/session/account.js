// The room session: what outlives a page and ends with the tab. The caller and the sign-in dialog,
// the job counts in the header, the requests sent from this tab, scroll positions.
// May import net and ui, and knows no page; pages read from it, and listen to its events
// ('caller', 'counts') in net's `events`.
// This file knows the caller, shows it in the header, and hides what is not for its groups.
import { events, getIfThere, token } from '../net/api.js';
import { button } from '../ui/components.js';
import { announce, h } from '../ui/dom.js';
import { timeElement } from '../ui/format.js';
import { signInEnds, signOut } from './provider.js';
import { signIn } from './sign-in.js';

let current = null;

/** The caller's name, groups and the server's security mode; null while they are not known. */
export const caller = () => current;

/**
 * Whether to show what is for the group; mode `local` has no groups and shows all. While the
 * caller is not known everything is shown: only the server decides what a caller may do.
 */
export const isInGroup = (group) =>
  !current || current.mode === 'local' || current.groups.includes(group);

/**
 * Asks who the caller is and shows the name in the header. Asks again after a change of the token,
 * and after a lost connection when the caller is still unknown.
 */
export function showAccount() {
  events.addEventListener('token', askCaller);
  events.addEventListener('regained', () => current ?? askCaller());
  events.addEventListener('signin', () => {
    if (current) {
      show(false);
    }
    if (signInEnds()) {
      announce('Your sign-in ends soon');
    }
  });
  askCaller();
}

async function askCaller() {
  const sentToken = token();
  let found = null;
  let unauthenticated = false;
  current = null;
  show(false);
  try {
    found = await getIfThere('caller');
  } catch (error) {
    unauthenticated = error.status === 401;
  }
  // The token may have changed while the server answered: then a later request shows the caller.
  if (sentToken === token()) {
    current = found;
    show(unauthenticated);
    events.dispatchEvent(new Event('caller'));
  }
}

/** In mode `local` nobody signs in, and all callers have one name. */
function callerName({ name, mode, groups }) {
  return mode === 'local'
    ? h(
        'span',
        {
          class: 'who quiet',
          title: 'This server takes everybody on its machine for the same caller',
        },
        h('span', { class: 'unseen' }, 'You are '),
        name,
      )
    : h(
        'span',
        { class: 'who', title: `In the group ${groups.join(' and ')}` },
        h('span', { class: 'unseen' }, 'Signed in as '),
        name,
      );
}

const ending = () => [
  h('span', { class: 'ends' }, 'Sign-in ends ', timeElement(signInEnds())),
  button('Sign in again', 'small', () => signIn()),
];

function show(unauthenticated) {
  const parts = [
    current && callerName(current),
    token() && signInEnds() && ending(),
    token() && button('Sign out', 'quiet small', signOut),
    unauthenticated && !token() && button('Sign in', 'small', () => signIn()),
  ];
  document.getElementById('account').replaceChildren(...parts.flat().filter(Boolean));
  for (const link of document.querySelectorAll('[data-group]')) {
    link.hidden = !isInGroup(link.dataset.group);
  }
}

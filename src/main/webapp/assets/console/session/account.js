// Who is asking, and what of the console is for them.
import { h } from '../ui/dom.js';
import { events, getIfThere, setToken, token } from '../net/api.js';
import { signIn } from './sign-in.js';

let who = null;

/** Name, mode and groups; null while they are not known. */
export const caller = () => who;

/**
 * Whether the group's things are for the caller; in the mode `local` all are. Who is not known is
 * not kept from anything: the server says.
 */
export const isIn = (group) => !who || who.mode === 'local' || who.groups.includes(group);

/** Looks, and shows it in the header; again with each other token, and when that was in vain. */
export function showAccount() {
  events.addEventListener('token', look);
  events.addEventListener('regained', () => who ?? look());
  look();
}

async function look() {
  const asked = token();
  let found = null;
  let stranger = false;
  who = null;
  show(false);
  try {
    found = await getIfThere('caller');
  } catch (error) {
    stranger = error.status === 401;
  }
  if (asked === token()) {
    who = found;
    show(stranger);
    events.dispatchEvent(new Event('caller'));
  }
}

/** Where nobody has to sign in, everybody has one name. */
function name({ name: text, mode, groups }) {
  return mode === 'local'
    ? h(
        'span',
        {
          class: 'who quiet',
          title: 'This server takes everybody on its machine for the same caller',
        },
        h('span', { class: 'unseen' }, 'You are '),
        text,
      )
    : h(
        'span',
        { class: 'who', title: `In the group ${groups.join(' and ')}` },
        h('span', { class: 'unseen' }, 'Signed in as '),
        text,
      );
}

function show(stranger) {
  document
    .getElementById('account')
    .replaceChildren(
      ...[
        who && name(who),
        token() &&
          h(
            'button',
            { type: 'button', class: 'quiet small', onclick: () => setToken(null) },
            'Sign out',
          ),
        stranger &&
          !token() &&
          h('button', { type: 'button', class: 'small', onclick: () => signIn() }, 'Sign in'),
      ].filter(Boolean),
    );
  for (const link of document.querySelectorAll('[data-group]')) {
    link.hidden = !isIn(link.dataset.group);
  }
}

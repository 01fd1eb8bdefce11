// Who is asking, and what of the console is for them.
import { h } from './dom.js';
import { events, getIfThere, setToken, token } from './api.js';
import { signIn } from './signin.js';

let who = null;

/** Name and groups; null while they are not known. */
export const caller = () => who;

/** Whether the group is the caller's. Who is not known is not kept from anything: the server says. */
export const isIn = (group) => !who || who.groups.includes(group);

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

function show(stranger) {
  document.getElementById('account').replaceChildren(...[
    who && h('span', { class: 'who', title: `In the groups: ${who.groups.join(', ')}` }, h('span', { class: 'unseen' }, 'Signed in as '), who.name),
    token() && h('button', { type: 'button', class: 'quiet small', onclick: () => setToken(null) }, 'Sign out'),
    stranger && !token() && h('button', { type: 'button', class: 'small', onclick: () => signIn() }, 'Sign in'),
  ].filter(Boolean));
  for (const link of document.querySelectorAll('[data-group]')) {
    link.hidden = !isIn(link.dataset.group);
  }
}

// Shown in place of a page that could not be opened: what went wrong, and what the reader can do.
import { isGone, token } from '../net/api.js';
import { caller } from '../session/account.js';
import { signIn } from '../session/sign-in.js';
import { actions, button, linkButton, messagePage } from '../ui/components.js';
import { h } from '../ui/dom.js';

const allJobs = () => linkButton('All jobs', '#/jobs');

export function unknownPage() {
  return messagePage('There is no such page', 'The address may be mistyped.', allJobs());
}

/** `open` opens the page again. */
export function errorPage(error, open) {
  const retry = button('Try again', 'primary', open);
  if (error.status === 401) {
    return unauthenticated();
  }
  if (error.status === 403) {
    return forbidden(error);
  }
  if (isGone(error)) {
    return messagePage(
      'There is no such job',
      'It never was, or its record is over, or it is somebody else’s.',
      actions(allJobs()),
    );
  }
  if (error.status === 400 && error.problem.errors?.length) {
    return badAddress(error.problem.errors);
  }
  if (error.status === 0) {
    return messagePage(
      'The server does not answer',
      'This page goes on as soon as it does.',
      actions(retry),
    );
  }
  if (error.status === undefined) {
    // No failed request but a fault of the console itself.
    console.error(error);
  }
  return messagePage('Something went wrong', error.message, actions(retry, allJobs()));
}

function unauthenticated() {
  return messagePage(
    'Who are you?',
    'This server answers only to those it knows.',
    actions(button('Sign in', 'primary', () => signIn(Boolean(token())))),
  );
}

function forbidden(error) {
  const known = caller();
  return messagePage(
    'Not for you',
    error.message || 'You may not see this.',
    h(
      'p',
      { class: 'quiet' },
      known ? `You are ${known.name}, in the group ${known.groups.join(' and ')}. ` : '',
      'Somebody with the right to can show it to you, or give you a token that has it.',
    ),
    actions(
      button('Sign in as somebody else', 'primary', () => signIn()),
      allJobs(),
    ),
  );
}

/** The address holds filters that the server refuses. */
function badAddress(errors) {
  return messagePage(
    'The address asks for what cannot be',
    'Somewhere in it:',
    h(
      'ul',
      {},
      errors.map(({ pointer, detail }) =>
        h('li', {}, h('code', {}, pointer.replace(/^\//, '')), ` ${detail}`),
      ),
    ),
    actions(linkButton('Show all jobs', '#/jobs', 'primary')),
  );
}

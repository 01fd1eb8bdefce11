// Who signs in at the issuer: the way there and back, by this tab or by a window of its own, and
// new tokens before the old ones end. Everything is kept in this tab, as a pasted token is.
import { events, replaceToken, setToken, token } from '../net/api.js';
import {
  SignInFailure,
  authorizationUrl,
  endSessionUrl,
  randomText,
  redeem,
  refresh,
  signInClient,
} from '../net/oidc.js';

const ATTEMPT = 'meanwhile.sign-in.attempt';
const SESSION = 'meanwhile.sign-in.session';
const CHANNEL = 'meanwhile.sign-in';

// A token is renewed, or people are asked, 2 minutes before its end; in the last fifth of a token
// that lives shorter than 10 minutes.
const LEAD_MILLIS = 120_000;
const RETRY_MILLIS = 5000;
const TAKEN_MILLIS = 2000;
// A timer's longest time.
const MAX_MILLIS = 2 ** 31 - 1;

let timer = null;
let asks = false;
let windowAttempt = null;
let renewing = null;

const read = (key) => JSON.parse(sessionStorage.getItem(key) ?? 'null');
const session = () => read(SESSION);
const nameless = 'This sign-in was not begun here, or is done already. Sign in again.';

/** Whether the token is one that the issuer gave, valid or not. */
export const isFromProvider = () => session() !== null;

/** Whether the issuer's token has ended, by the clock of this browser. */
export const isOver = () => isFromProvider() && Date.now() >= session().endsAt;

/** The instant at which the token ends, when that is soon and only a new sign-in helps; else null. */
export const signInEnds = () =>
  asks && !isOver() ? new Date(session().endsAt).toISOString() : null;

/** Goes to the issuer with this tab; it comes back to the page that is open. */
export async function signInHere() {
  const signInAt = await signInClient();
  const attempt = newAttempt();
  const url = await authorizationUrl(signInAt, attempt);
  sessionStorage.setItem(ATTEMPT, JSON.stringify(attempt));
  location.assign(url);
}

/**
 * Goes to the issuer with a window of its own, so that this page stays; with this tab where the
 * browser opens no window. Resolves when somebody has signed in there; never, when the window is
 * closed before.
 */
export async function signInBeside() {
  // Before anything that takes time: a browser opens windows only as the answer to a click.
  const beside = window.open('', CHANNEL, 'popup,width=500,height=700');
  if (!beside) {
    return signInHere();
  }
  const attempt = newAttempt();
  windowAttempt = attempt;
  try {
    const signInAt = await signInClient();
    beside.location.href = await authorizationUrl(signInAt, attempt);
    const query = await answerOfWindow(attempt);
    keep(await redeem(signInAt, query, attempt));
  } catch (error) {
    beside.close();
    throw error;
  }
}

const newAttempt = () => ({
  state: randomText(),
  nonce: randomText(),
  verifier: randomText(),
  address: location.hash,
});

/** The verifier stays here: the window passes on only what its address says. */
function answerOfWindow(attempt) {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }) => {
      if (windowAttempt !== attempt) {
        channel.close();
      } else if (data.query && new URLSearchParams(data.query).get('state') === attempt.state) {
        windowAttempt = null;
        channel.postMessage({ taken: attempt.state });
        channel.close();
        resolve(new URLSearchParams(data.query));
      }
    };
  });
}

/**
 * Takes the issuer's answer when the address has one, and removes it from the address and the
 * history. Returns null, or what went wrong.
 */
export async function finishSignIn() {
  const query = new URLSearchParams(location.search);
  if (!query.has('state') || !(query.has('code') || query.has('error'))) {
    return null;
  }
  const attempt = read(ATTEMPT);
  const isMine = attempt?.state === query.get('state');
  history.replaceState(null, '', location.pathname + (isMine ? attempt.address : location.hash));
  if (!isMine) {
    return (await isTakenElsewhere(query)) ? closeWindow() : new SignInFailure(nameless);
  }
  sessionStorage.removeItem(ATTEMPT);
  try {
    const signInAt = await signInClient();
    if (!signInAt) {
      return new SignInFailure(nameless);
    }
    store(await redeem(signInAt, query, attempt));
    return null;
  } catch (error) {
    return error;
  }
}

/** Whether the page that opened this window takes the answer. */
function isTakenElsewhere(query) {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel(CHANNEL);
    const end = (taken) => {
      channel.close();
      resolve(taken);
    };
    channel.onmessage = ({ data }) => data.taken === query.get('state') && end(true);
    channel.postMessage({ query: query.toString() });
    setTimeout(() => end(false), TAKEN_MILLIS);
  });
}

/** Resolves never: nothing else is to be shown in this window. */
function closeWindow() {
  window.close();
  const text = 'You are signed in. You may close this window.';
  document.getElementById('main').replaceChildren(text);
  return new Promise(() => {});
}

function store(tokens) {
  const { token: access, ...rest } = tokens;
  sessionStorage.setItem(SESSION, JSON.stringify(rest));
  replaceToken(access);
  asks = false;
  schedule();
  events.dispatchEvent(new Event('signin'));
}

/** Pages go on with the new token where the old one held until now, and was the same person's. */
function keep(tokens) {
  const before = session();
  const goesOn =
    token() && before && before.subject === tokens.subject && Date.now() < before.endsAt;
  store(tokens);
  if (!goesOn) {
    events.dispatchEvent(new Event('token'));
  }
}

/** Keeps the tokens of this tab fresh from now on. */
export function keepSignedIn() {
  events.addEventListener('token', () => {
    if (!token()) {
      forget();
    }
  });
  schedule();
}

/** Signs in with a token that was typed in. */
export function signInWith(typed) {
  forget();
  setToken(typed);
}

function forget() {
  sessionStorage.removeItem(SESSION);
  clearTimeout(timer);
  asks = false;
}

function schedule() {
  clearTimeout(timer);
  const kept = session();
  if (kept) {
    const lead = Math.min(LEAD_MILLIS, (kept.endsAt - kept.startsAt) / 5);
    const rest = kept.endsAt - lead - Date.now();
    timer = setTimeout(endsSoon, Math.max(0, Math.min(rest, MAX_MILLIS)));
  }
}

async function endsSoon() {
  const kept = session();
  if (!kept) {
    return;
  }
  try {
    if (await renewed()) {
      return;
    }
  } catch {
    if (Date.now() < kept.endsAt) {
      // The issuer may answer again before the token ends.
      timer = setTimeout(endsSoon, RETRY_MILLIS);
      return;
    }
  }
  asks = session() !== null;
  events.dispatchEvent(new Event('signin'));
}

/**
 * Whether there are new tokens by a refresh token; throws when the issuer does not answer. One
 * request at a time: a refresh token may be good only once, and an issuer that sees it again may
 * take all tokens back.
 */
function renewed() {
  renewing ??= renew().finally(() => (renewing = null));
  return renewing;
}

async function renew() {
  const kept = session();
  if (!kept?.refreshToken) {
    return false;
  }
  try {
    const tokens = await refresh(await signInClient(), kept);
    if (session()?.startsAt !== kept.startsAt) {
      // Somebody signed out, or in again, meanwhile.
      return true;
    }
    store(tokens);
    return true;
  } catch (error) {
    if (error.code !== 'invalid_grant') {
      throw error;
    }
    if (session()?.startsAt === kept.startsAt) {
      // The refresh token is over.
      sessionStorage.setItem(SESSION, JSON.stringify({ ...kept, refreshToken: undefined }));
    }
    return false;
  }
}

/**
 * After an answer 401: whether the token was over and there is a new one now. A computer that slept
 * wakes up with an old token before its timer does.
 */
export async function renewedAfterEnd() {
  const kept = session();
  if (!kept || Date.now() < kept.endsAt) {
    return false;
  }
  const done = await renewed().catch(() => false);
  if (done) {
    events.dispatchEvent(new Event('token'));
  }
  return done;
}

/** Signs out here, and at the issuer where it offers that. */
export async function signOut() {
  const kept = session();
  const url = kept
    ? await signInClient()
        .then((signInAt) => endSessionUrl(signInAt, kept.idToken))
        .catch(() => null)
    : null;
  if (url) {
    forget();
    replaceToken(null);
    location.assign(url);
  } else {
    setToken(null);
  }
}

// Sign-in at an issuer (OpenID Connect Core 1.0, section 3.1) as a public client: an authorization
// code with PKCE (RFC 7636). The requests and the checks; session/provider.js says when.
import { ANSWER_MILLIS, base, get } from './api.js';

/** The page to which the issuer sends the browser back, without its fragment. */
export const page = `${base}/`;

/** Thrown when somebody could not be signed in; the message is for them to read. */
export class SignInFailure extends Error {
  /** `code` is the error code of OAuth 2.0, where the issuer gave one. */
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

let client = null;
let endpoints = null;

/**
 * What the server says of its issuer: {name, issuer, clientId, scopes, audiences, page}; null where
 * people sign in with a token of their own. `page` is the public address of the console, where
 * that is known.
 */
export async function signInClient() {
  client ??= await get('assets/sign-in.json');
  return client.issuer ? { ...client, name: new URL(client.issuer).host } : null;
}

/** A new random text of 256 bits: a state, a nonce, or a code verifier (RFC 7636, section 4.1). */
export const randomText = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

function base64url(bytes) {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Sends a request to the issuer without cookies, and returns the JSON of its answer. */
async function ask({ name }, url, options = {}) {
  let response;
  try {
    response = await fetch(url, {
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_MILLIS),
      ...options,
    });
  } catch {
    // No answer, or one that the browser may not read: it does not say which.
    throw new SignInFailure(`${name} does not answer, or not to pages of this server.`);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    const why = answer.error_description ?? answer.error ?? `it answered ${response.status}`;
    throw new SignInFailure(`${name} refuses the sign-in: ${why}`, answer.error);
  }
  return answer;
}

/** Reads where the issuer's endpoints are (OpenID Connect Discovery 1.0, section 4). */
async function discover(signInAt) {
  if (endpoints) {
    return endpoints;
  }
  const { issuer, name } = signInAt;
  const found = await ask(
    signInAt,
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  );
  // Section 4.3: else one issuer could speak for another.
  if (found.issuer !== issuer) {
    throw new SignInFailure(`${name} calls itself ${found.issuer}, but this server ${issuer}.`);
  }
  const methods = found.code_challenge_methods_supported;
  if (methods && !methods.includes('S256')) {
    throw new SignInFailure(`${name} knows no PKCE by S256, which this server needs.`);
  }
  for (const endpoint of ['authorization_endpoint', 'token_endpoint']) {
    if (!isWebAddress(found[endpoint])) {
      throw new SignInFailure(`${name} does not say its ${endpoint}.`);
    }
  }
  endpoints = found;
  return found;
}

/** No `javascript:` and the like: the browser is sent there. */
const isWebAddress = (text) => /^https?:\/\//i.test(text ?? '');

/** The address at the issuer where somebody signs in; `attempt` has state, nonce and verifier. */
export async function authorizationUrl(signInAt, { state, nonce, verifier }) {
  if (!globalThis.crypto?.subtle) {
    throw new SignInFailure('A browser signs in only at a page with https. Open this one so.');
  }
  const url = new URL((await discover(signInAt)).authorization_endpoint);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const asked = {
    response_type: 'code',
    client_id: signInAt.clientId,
    redirect_uri: page,
    scope: signInAt.scopes,
    state,
    nonce,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(asked)) {
    url.searchParams.set(name, value);
  }
  return url.href;
}

/** Turns the answer of the authorization endpoint, the query of this page, into tokens. */
export async function redeem(signInAt, query, { nonce, verifier }) {
  const { issuer, name } = signInAt;
  if (query.has('iss') && query.get('iss') !== issuer) {
    // RFC 9207, section 2.4: the answer of another issuer.
    throw new SignInFailure(`The answer is not from ${name} but from ${query.get('iss')}.`);
  }
  if (query.has('error')) {
    const code = query.get('error');
    const why = query.get('error_description') ?? code;
    throw new SignInFailure(
      code === 'access_denied'
        ? `You are not signed in: you or ${name} refused it (${why}).`
        : `${name} refuses the sign-in: ${why}`,
      code,
    );
  }
  const tokens = await exchange(signInAt, {
    grant_type: 'authorization_code',
    code: query.get('code'),
    redirect_uri: page,
    code_verifier: verifier,
  });
  checkIdToken(signInAt, tokens, nonce);
  return tokens;
}

/** Further tokens, by the refresh token (RFC 6749, section 6). */
export async function refresh(signInAt, session) {
  const asked = { grant_type: 'refresh_token', refresh_token: session.refreshToken };
  const tokens = await exchange(signInAt, asked);
  return {
    ...tokens,
    subject: session.subject,
    idToken: tokens.idToken ?? session.idToken,
    refreshToken: tokens.refreshToken ?? session.refreshToken,
  };
}

async function exchange(signInAt, parameters) {
  const answer = await ask(signInAt, (await discover(signInAt)).token_endpoint, {
    method: 'POST',
    redirect: 'error',
    body: new URLSearchParams({ ...parameters, client_id: signInAt.clientId }),
  });
  const token = answer.access_token;
  const { exp, iat } = checkAccessToken(signInAt, token);
  const now = Date.now();
  const lifetime = answer.expires_in ?? exp - (iat ?? now / 1000);
  return {
    token,
    idToken: answer.id_token,
    refreshToken: answer.refresh_token,
    subject: claims(answer.id_token)?.sub,
    startsAt: now,
    endsAt: now + 1000 * lifetime,
  };
}

/** The server would answer 401, which does not say why. */
function checkAccessToken({ name, audiences }, token) {
  const found = claims(token);
  if (!found) {
    throw new SignInFailure(
      `${name} gave a token that is no JSON Web Token: this server cannot read it.`,
    );
  }
  const made = [found.aud ?? []].flat();
  if (!made.some((audience) => audiences.includes(audience))) {
    throw new SignInFailure(
      `${name} gave a token for ${made.join(' and ') || 'nobody'}, but this server takes only ` +
        `those for ${audiences.join(' or ')}. Its operator can tell ${name} so.`,
    );
  }
  return found;
}

/**
 * Section 3.1.3.7. The signature is not checked: the token came from the issuer itself (number 6),
 * and the server checks the token that it gets.
 */
function checkIdToken({ name, issuer, clientId }, { idToken }, nonce) {
  const found = claims(idToken);
  const audiences = [found?.aud ?? []].flat();
  const isMine =
    found?.iss === issuer &&
    found.nonce === nonce &&
    audiences.includes(clientId) &&
    (found.azp ?? clientId) === clientId;
  if (!isMine) {
    throw new SignInFailure(`The answer of ${name} is not the one to this sign-in. Try again.`);
  }
}

/** The claims of a JSON Web Token; null when it is none. */
function claims(token) {
  const [, payload, signature] = (token ?? '').split('.');
  if (!payload || signature === undefined) {
    return null;
  }
  try {
    const bytes = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const text = new TextDecoder().decode(Uint8Array.from(bytes, (c) => c.charCodeAt(0)));
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Where the issuer ends its own session (OpenID Connect RP-Initiated Logout 1.0, section 2); null
 * when it does not say.
 */
export async function endSessionUrl(signInAt, idToken) {
  const { end_session_endpoint: endpoint } = await discover(signInAt);
  if (!isWebAddress(endpoint)) {
    return null;
  }
  const url = new URL(endpoint);
  url.searchParams.set('client_id', signInAt.clientId);
  url.searchParams.set('post_logout_redirect_uri', page);
  if (idToken) {
    url.searchParams.set('id_token_hint', idToken);
  }
  return url.href;
}

/**
 * Mode {@code jwt}: verifies JSON Web Tokens of an identity provider, as MicroProfile JWT 2.1
 * defines them. Only this package uses the JWT library, and only it and {@code callback} send HTTP
 * requests.
 *
 * <p>{@code JwtSettings} names the settings, whose names are the standard's; {@code TrustedIssuer}
 * is what they say. {@code JwtVerifier} verifies a token by the issuer's keys. {@code SignInClient}
 * is what the console must know to get a token from the issuer in the browser; the console does the
 * rest ({@code net/provider.js}).
 *
 * <p>The one decision worth knowing: keys that an issuer publishes are fetched beside the requests
 * ({@code RemoteJwks}), so an issuer that hangs holds up nobody whose key is known.
 */
@NullMarked
package org.meanwhile.security.jwt;

import org.jspecify.annotations.NullMarked;

package org.meanwhile.security.jwt;

import jakarta.enterprise.context.Dependent;
import java.time.Clock;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.SecurityMode;
import org.meanwhile.security.TokenVerifier;
import org.meanwhile.security.TokenVerifierProvider;

/** Makes the verifier of mode {@code jwt}: tokens of an identity provider. */
@Dependent
class JwtVerifierProvider implements TokenVerifierProvider {
  @Override
  public SecurityMode mode() {
    return SecurityMode.JWT;
  }

  @Override
  public TokenVerifier verifier(Settings settings, Clock clock) {
    // A bad client stops the start, too, rather than the first sign-in.
    SignInClient.of(settings);
    return JwtVerifier.of(TrustedIssuer.read(settings), clock);
  }
}

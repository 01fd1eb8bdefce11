package org.meanwhile.security;

import jakarta.enterprise.context.Dependent;
import java.time.Clock;
import org.meanwhile.platform.Settings;

/** Makes the verifier of mode {@code token}: static tokens from a file. */
@Dependent
class TokenFileProvider implements TokenVerifierProvider {
  @Override
  public SecurityMode mode() {
    return SecurityMode.TOKEN;
  }

  @Override
  public TokenVerifier verifier(Settings settings, Clock clock) {
    return TokenFile.of(settings.get(SecuritySettings.TOKEN_FILE), clock);
  }
}

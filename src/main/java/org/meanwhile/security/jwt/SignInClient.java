package org.meanwhile.security.jwt;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Loopback;
import org.meanwhile.security.SecurityMode;
import org.meanwhile.security.SecuritySettings;

/**
 * The console as a public client of the issuer (OpenID Connect Core 1.0, section 3.1): what a
 * browser must know to sign a person in there.
 *
 * <p>The browser reads the issuer's discovery document itself. So the issuer's address is only that
 * which people use, and an issuer that is away holds up no thread of this server.
 *
 * @param issuer its URL: https, or http of the loopback interface
 * @param id the client's name at the issuer
 * @param scopes what is asked for, with spaces between
 * @param audiences a token for this server must name one of these in {@code aud}
 */
public record SignInClient(URI issuer, String id, String scopes, Set<String> audiences) {

  /**
   * Reads the settings.
   *
   * @return empty where nobody signs in at an issuer: without a client, or in another mode than
   *     {@code jwt}
   * @throws IllegalArgumentException one line that names the setting that is missing or wrong
   */
  public static Optional<SignInClient> of(Settings settings) {
    if (settings.get(SecuritySettings.MODE) != SecurityMode.JWT) {
      return Optional.empty();
    }
    return settings
        .get(SignInSettings.CLIENT_ID)
        .map(
            id -> {
              TrustedIssuer issuer = TrustedIssuer.read(settings);
              return new SignInClient(
                  url(issuer.issuer()),
                  id,
                  settings.get(SignInSettings.SCOPES_ASKED),
                  issuer.audiences());
            });
  }

  /** Scheme, host and port of the issuer, as {@code Content-Security-Policy} names them. */
  public String origin() {
    return issuer.getScheme() + "://" + issuer.getRawAuthority();
  }

  private static URI url(String issuer) {
    try {
      URI uri = URI.create(issuer);
      String host = String.valueOf(uri.getHost());
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && (scheme.equals("https") || scheme.equals("http") && Loopback.isLoopbackName(host))) {
        return uri;
      }
    } catch (IllegalArgumentException noUri) {
      // Reported below.
    }
    throw new IllegalArgumentException(
        JwtSettings.ISSUER.name()
            + " must be an https URL, or http on the loopback interface, when "
            + SignInSettings.CLIENT_ID.name()
            + " is set");
  }
}

package org.meanwhile.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.meanwhile.platform.SecurityMode;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.AccessDecision.Admitted;
import org.meanwhile.security.AccessDecision.Refused;

/**
 * The one place where it is decided who comes in. Every request passes it before anything else
 * looks at it; whatever is not on the list of {@link PublicPaths} is for those in a {@link Group}.
 */
@ApplicationScoped
public class AccessControl {
  private SecurityMode mode;
  private TokenVerifier tokens;

  /** For the container's proxy. */
  protected AccessControl() {}

  /**
   * The door of the mode that is set.
   *
   * @throws IllegalArgumentException one line that names the setting that is missing or wrong
   */
  @Inject
  public AccessControl(
      Settings settings, Clock clock, @Any Instance<TokenVerifierProvider> providers) {
    this.mode = settings.get(SecuritySettings.MODE);
    this.tokens =
        providers.stream()
            .filter(provider -> provider.mode() == mode)
            .map(provider -> provider.verifier(settings, clock))
            .findFirst()
            .orElse(null);
    if (tokens == null && mode != SecurityMode.LOCAL) {
      throw new IllegalStateException("no verifier for the tokens of mode " + mode);
    }
  }

  /** Nothing but that it is there. */
  void ready() {
    if (mode == null) {
      throw new IllegalStateException("there is no door");
    }
  }

  /** Whether a request may pass, and whose it is. */
  public AccessDecision judge(AccessRequest asked) {
    if (PublicPaths.isHealth(asked)) {
      return new Admitted(null);
    }
    if (mode == SecurityMode.LOCAL) {
      Optional<Refused> refusal = Loopback.refusal(asked);
      return refusal.isPresent() ? refusal.get() : new Admitted(Identity.LOCAL);
    }
    return PublicPaths.isOpen(asked) ? new Admitted(null) : authenticated(asked);
  }

  private AccessDecision authenticated(AccessRequest asked) {
    BearerCredentials.Credentials sent = BearerCredentials.of(asked.lines("Authorization"));
    return switch (sent.kind()) {
      case NONE -> Refused.withoutToken();
      case BROKEN -> Refused.badToken();
      case TOKEN -> authenticated(asked, sent.token());
    };
  }

  private AccessDecision authenticated(AccessRequest asked, String token) {
    try {
      Optional<Identity> known = tokens.verify(token);
      return known.isPresent() ? authorized(asked, known.get()) : Refused.badToken();
    } catch (TokenVerifier.Unavailable e) {
      return Refused.unavailable();
    }
  }

  private static AccessDecision authorized(AccessRequest asked, Identity identity) {
    if (identity.groups().isEmpty()) {
      return Refused.groupMissing(
          identity.name(), "the caller is in neither of the groups submitter and operator");
    }
    if (PublicPaths.isForOperators(asked) && !identity.isOperator()) {
      return Refused.groupMissing(
          identity.name(), "metrics and the overview are for the group operator");
    }
    return new Admitted(identity);
  }
}

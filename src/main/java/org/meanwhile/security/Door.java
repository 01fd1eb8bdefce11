package org.meanwhile.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.meanwhile.platform.SecurityMode;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Verdict.Admitted;
import org.meanwhile.security.Verdict.Refused;

/**
 * The one place where it is decided who comes in. Every request passes it before anything else
 * looks at it; whatever is not on the list of {@link PublicPaths} is for those in a {@link Group}.
 */
@ApplicationScoped
public class Door {
  private SecurityMode mode;
  private Tokens tokens;

  /** For the container's proxy. */
  protected Door() {}

  /**
   * The door of the mode that is set.
   *
   * @throws IllegalArgumentException one line that names the setting that is missing or wrong
   */
  @Inject
  public Door(Settings settings, Clock clock) {
    this.mode = settings.get(Settings.SECURITY_MODE);
    this.tokens =
        switch (mode) {
          case LOCAL -> null;
          case TOKEN -> TokenFile.of(settings.get(Settings.TOKEN_FILE), clock);
          case JWT -> JwtTokens.of(JwtSettings.read(settings), clock);
        };
  }

  /** Nothing but that it is there. */
  void ready() {
    if (mode == null) {
      throw new IllegalStateException("there is no door");
    }
  }

  /** Whether a request may pass, and whose it is. */
  public Verdict judge(Asked asked) {
    if (PublicPaths.isHealth(asked)) {
      return new Admitted(null);
    }
    if (mode == SecurityMode.LOCAL) {
      Optional<Refused> refusal = Loopback.refusal(asked);
      return refusal.isPresent() ? refusal.get() : new Admitted(Identity.LOCAL);
    }
    return PublicPaths.isOpen(asked) ? new Admitted(null) : authenticated(asked);
  }

  private Verdict authenticated(Asked asked) {
    Bearer.Credentials sent = Bearer.of(asked.lines("Authorization"));
    return switch (sent.kind()) {
      case NONE -> Refused.withoutToken();
      case BROKEN -> Refused.badToken();
      case TOKEN -> authenticated(asked, sent.token());
    };
  }

  private Verdict authenticated(Asked asked, String token) {
    try {
      Optional<Identity> known = tokens.whose(token);
      return known.isPresent() ? authorized(asked, known.get()) : Refused.badToken();
    } catch (Tokens.Unavailable e) {
      return Refused.unavailable();
    }
  }

  private static Verdict authorized(Asked asked, Identity identity) {
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

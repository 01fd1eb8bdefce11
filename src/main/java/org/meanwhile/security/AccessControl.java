package org.meanwhile.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.AccessDecision.Admitted;
import org.meanwhile.security.AccessDecision.Refused;

/**
 * Decides whether a request is admitted. Every request passes this class before anything else looks
 * at it; only callers with a {@link Group} are admitted to paths that are not on the list of {@link
 * PublicPaths}. Safe for use by many threads.
 *
 * <p>{@code security.jwt} uses this package, so this package cannot name its verifier: each mode
 * with tokens has a {@link TokenVerifierProvider}, and only that of the mode in force is called.
 */
@ApplicationScoped
public class AccessControl {

  /** Empty in mode {@code local}, which has no tokens. */
  private Optional<TokenVerifier> verifier;

  /** For the container's proxy. */
  protected AccessControl() {
    this(Optional.empty());
  }

  /**
   * Applies the security mode of the settings.
   *
   * @throws IllegalArgumentException one line that names the setting that is missing or wrong
   */
  @Inject
  AccessControl(Settings settings, Clock clock, @Any Instance<TokenVerifierProvider> providers) {
    this(verifier(settings, clock, providers));
  }

  /** Without a verifier: mode {@code local}. */
  AccessControl(Optional<TokenVerifier> verifier) {
    this.verifier = verifier;
  }

  private static Optional<TokenVerifier> verifier(
      Settings settings, Clock clock, Instance<TokenVerifierProvider> providers) {
    SecurityMode mode = settings.get(SecuritySettings.MODE);
    if (mode == SecurityMode.LOCAL) {
      return Optional.empty();
    }
    return providers.stream()
        .filter(provider -> provider.mode() == mode)
        .map(provider -> provider.verifier(settings, clock))
        .findFirst()
        .or(
            () -> {
              throw new IllegalStateException("no token verifier for mode " + mode);
            });
  }

  /** Does nothing: the call makes the container create the bean behind its proxy. */
  void create() {}

  /** Decides whether a request is admitted, and who its caller is. */
  public AccessDecision decide(AccessRequest request) {
    if (PublicPaths.isHealth(request)) {
      return Admitted.ANONYMOUS;
    }
    if (verifier.isEmpty()) {
      Optional<Refused> refusal = Loopback.refusal(request);
      return refusal.isPresent() ? refusal.get() : Admitted.as(Identity.LOCAL);
    }
    return PublicPaths.isOpen(request) ? Admitted.ANONYMOUS : authenticate(request, verifier.get());
  }

  /**
   * For a response that outlives its request: tells whether the credentials of the request are
   * valid still. Always true without a token, as in mode {@code local}.
   *
   * @param request one that was admitted
   */
  public BooleanSupplier watch(AccessRequest request) {
    BearerCredentials credentials = BearerCredentials.of(request.lines("Authorization"));
    return verifier.isEmpty() || credentials.kind() != BearerCredentials.Kind.TOKEN
        ? () -> true
        : verifier.get().watch(credentials.token());
  }

  private static AccessDecision authenticate(AccessRequest request, TokenVerifier verifier) {
    BearerCredentials credentials = BearerCredentials.of(request.lines("Authorization"));
    return switch (credentials.kind()) {
      case NONE -> Refused.withoutToken();
      case MALFORMED -> Refused.badToken();
      case TOKEN -> authenticate(request, credentials.token(), verifier);
    };
  }

  private static AccessDecision authenticate(
      AccessRequest request, String token, TokenVerifier verifier) {
    try {
      Optional<Identity> identity = verifier.verify(token);
      return identity.isPresent() ? authorize(request, identity.get()) : Refused.badToken();
    } catch (TokenVerifier.Unavailable e) {
      return Refused.unavailable();
    }
  }

  private static AccessDecision authorize(AccessRequest request, Identity identity) {
    if (identity.groups().isEmpty()) {
      return Refused.groupMissing(
          identity.name(), "the caller is in none of the groups submitter, operator and worker");
    }
    if (PublicPaths.isForWorkers(request) && !identity.groups().contains(Group.WORKER)) {
      return Refused.groupMissing(identity.name(), "leases are for the group worker");
    }
    if (identity.groups().equals(Set.of(Group.WORKER)) && !PublicPaths.isOpenToWorkers(request)) {
      return Refused.groupMissing(
          identity.name(), "a caller in the group worker alone works off jobs, and nothing else");
    }
    if (PublicPaths.isForOperators(request) && !identity.isOperator()) {
      return Refused.groupMissing(
          identity.name(), "metrics, the overview and the nodes are for the group operator");
    }
    return Admitted.as(identity);
  }
}

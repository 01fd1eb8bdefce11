package org.meanwhile.security;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer of {@link AccessControl} to a request. */
public sealed interface AccessDecision {

  /**
   * The request is admitted.
   *
   * @param identity who sent it; empty when it asks for something public
   */
  record Admitted(Optional<Identity> identity) implements AccessDecision {
    static final Admitted ANONYMOUS = new Admitted(Optional.empty());

    static Admitted as(Identity identity) {
      return new Admitted(Optional.of(identity));
    }
  }

  /** Why a request is refused. */
  enum Reason {
    /** It has no valid credentials: 401. */
    UNAUTHENTICATED,
    /** Its caller may not do that: 403. */
    FORBIDDEN,
    /** Its credentials cannot be verified for now: 503. */
    UNAVAILABLE
  }

  /**
   * The request is refused.
   *
   * @param detail a sentence for the client's developer
   * @param challenge the value of {@code WWW-Authenticate} (RFC 6750, section 3); null for none
   * @param caller the name of the caller, for the audit; null when the caller is not known
   */
  record Refused(Reason reason, String detail, @Nullable String challenge, @Nullable String caller)
      implements AccessDecision {
    private static final String BEARER = "Bearer realm=\"meanwhile\"";

    /** Without a token the challenge has no error code (RFC 6750, section 3.1). */
    static Refused withoutToken() {
      return new Refused(
          Reason.UNAUTHENTICATED, "a bearer token must be sent in Authorization", BEARER, null);
    }

    /** The detail does not tell which check failed: that would help to forge a token. */
    static Refused badToken() {
      String detail = "the token is not valid here, or has expired";
      return new Refused(
          Reason.UNAUTHENTICATED,
          detail,
          BEARER + ", error=\"invalid_token\", error_description=\"" + detail + "\"",
          null);
    }

    static Refused groupMissing(String caller, String detail) {
      return new Refused(
          Reason.FORBIDDEN, detail, BEARER + ", error=\"insufficient_scope\"", caller);
    }

    static Refused notFromHere(String detail) {
      return new Refused(Reason.FORBIDDEN, detail, null, null);
    }

    static Refused unavailable() {
      return new Refused(
          Reason.UNAVAILABLE, "the keys that tokens are verified by cannot be had", null, null);
    }
  }
}

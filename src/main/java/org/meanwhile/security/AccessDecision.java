package org.meanwhile.security;

/** What the door says to a request. */
public sealed interface AccessDecision {

  /**
   * It may pass.
   *
   * @param identity who sent it; null when it asks for what anybody may have
   */
  record Admitted(Identity identity) implements AccessDecision {}

  /** Why it may not. */
  enum Reason {
    /** Nobody, or nobody known, sent it: 401. */
    UNAUTHENTICATED,
    /** Whoever sent it may not do that: 403. */
    FORBIDDEN,
    /** It cannot be told for now: 503. */
    UNAVAILABLE
  }

  /**
   * It may not pass.
   *
   * @param detail a sentence for the client's developer
   * @param challenge for {@code WWW-Authenticate} (RFC 6750, section 3); null for none
   * @param who proved who it is; null when nobody did
   */
  record Refused(Reason reason, String detail, String challenge, String who)
      implements AccessDecision {
    private static final String BEARER = "Bearer realm=\"meanwhile\"";

    /** Without a token an answer says no more than that there must be one. */
    static Refused withoutToken() {
      return new Refused(
          Reason.UNAUTHENTICATED, "a bearer token must be sent in Authorization", BEARER, null);
    }

    /** Not which of all: that would help to forge one. */
    static Refused badToken() {
      String why = "the token is not valid here, or has expired";
      return new Refused(
          Reason.UNAUTHENTICATED,
          why,
          BEARER + ", error=\"invalid_token\", error_description=\"" + why + "\"",
          null);
    }

    static Refused groupMissing(String who, String detail) {
      return new Refused(Reason.FORBIDDEN, detail, BEARER + ", error=\"insufficient_scope\"", who);
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

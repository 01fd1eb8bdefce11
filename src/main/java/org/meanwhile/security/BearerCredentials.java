package org.meanwhile.security;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where tokens are: in {@code Authorization} (RFC 6750, section 2.1), and nowhere else. */
final class BearerCredentials {
  private static final Pattern CREDENTIALS =
      Pattern.compile("bearer +([A-Za-z0-9._~+/-]+=*)", Pattern.CASE_INSENSITIVE);

  /** What a request brings. */
  enum Kind {
    /** Nothing, or credentials of another scheme. */
    NONE,
    /** What means to be a token, and is none. */
    BROKEN,
    TOKEN
  }

  /** What a request brings; the token is null unless it is one. */
  record Credentials(Kind kind, String token) {}

  private BearerCredentials() {}

  static Credentials of(List<String> authorization) {
    if (authorization.size() > 1) {
      return new Credentials(Kind.BROKEN, null);
    }
    String given = authorization.isEmpty() ? "" : authorization.get(0).strip();
    Matcher token = CREDENTIALS.matcher(given);
    if (token.matches()) {
      return new Credentials(Kind.TOKEN, token.group(1));
    }
    boolean meant = given.regionMatches(true, 0, "bearer", 0, 6);
    return new Credentials(meant ? Kind.BROKEN : Kind.NONE, null);
  }
}

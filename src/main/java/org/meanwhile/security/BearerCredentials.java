package org.meanwhile.security;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The credentials of a request. They are read from {@code Authorization} (RFC 6750, section 2.1)
 * and from nowhere else.
 *
 * @param token empty unless {@code kind} is {@link Kind#TOKEN}
 */
record BearerCredentials(Kind kind, String token) {
  private static final String SCHEME = "bearer";
  private static final Pattern SYNTAX =
      Pattern.compile(SCHEME + " +([A-Za-z0-9._~+/-]+=*)", Pattern.CASE_INSENSITIVE);

  enum Kind {
    /** No credentials, or those of another scheme. */
    NONE,
    /** Credentials of the scheme Bearer without a well-formed token, or more than one field. */
    MALFORMED,
    TOKEN
  }

  /** Reads the lines of {@code Authorization}. */
  static BearerCredentials of(List<String> authorization) {
    if (authorization.size() > 1) {
      return new BearerCredentials(Kind.MALFORMED, "");
    }
    String field = authorization.isEmpty() ? "" : authorization.get(0).strip();
    Matcher token = SYNTAX.matcher(field);
    if (token.matches()) {
      return new BearerCredentials(Kind.TOKEN, token.group(1));
    }
    boolean bearer = field.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    return new BearerCredentials(bearer ? Kind.MALFORMED : Kind.NONE, "");
  }
}

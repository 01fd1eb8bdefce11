package org.meanwhile.security;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Replaces secrets in the texts of a request, for the audit: a refused request may still carry the
 * secret of a shared URI or of a lease, or a token in the wrong place.
 */
final class Redaction {
  private static final String MASK = "...";

  /**
   * Static tokens and the secrets of shared URIs and leases have 43 such characters, parts of JWTs
   * more.
   */
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43,}");

  private static final Pattern SHARED =
      Pattern.compile(
          "(/(?:shared|lease)(?:;[^/]*)?/+).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern ESCAPE = Pattern.compile("%(\\p{XDigit}{2})");

  /** A path that is percent-encoded more often than this is replaced as a whole. */
  private static final int MAX_DECODINGS = 5;

  private Redaction() {}

  /**
   * The path as it was sent when it holds no secret, however encoded; else the decoded path with
   * its secrets replaced.
   */
  static String redactPath(String sent) {
    String decoded = sent;
    for (int i = 0; ESCAPE.matcher(decoded).find(); i++) {
      if (i == MAX_DECODINGS) {
        return MASK;
      }
      decoded = ESCAPE.matcher(decoded).replaceAll(Redaction::octet);
    }
    String redacted = redact(SHARED.matcher(decoded).replaceFirst("$1" + MASK));
    return redacted.equals(decoded) ? sent : redacted;
  }

  static String redact(String text) {
    return SECRET.matcher(text).replaceAll(MASK);
  }

  /** One character for each octet: it is right for ASCII, and secrets are ASCII. */
  private static String octet(MatchResult escape) {
    char octet = (char) Integer.parseInt(escape.group(1), 16);
    return octet == '$' || octet == '\\' ? "\\" + octet : String.valueOf(octet);
  }
}

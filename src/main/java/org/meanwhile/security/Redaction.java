package org.meanwhile.security;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What requests say, without what may be a secret: whoever is refused may have come with a share's
 * URI all the same, or with a token in the wrong place.
 */
final class Redaction {
  private static final String MASK = "...";

  /** Tokens and the secrets of shares have 43 of these in a row, parts of JWTs as many or more. */
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43,}");

  private static final Pattern SHARED =
      Pattern.compile("(/shared(?:;[^/]*)?/+).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern ESCAPE = Pattern.compile("%(\\p{XDigit}{2})");

  /** However often it was encoded: more often than that, it is not shown at all. */
  private static final int MOST_DECODINGS = 5;

  private Redaction() {}

  /**
   * A path as it was sent; where there is something to mask in it, however it is encoded, as it is
   * read.
   */
  static String path(String sent) {
    String read = sent;
    for (int i = 0; ESCAPE.matcher(read).find(); i++) {
      if (i == MOST_DECODINGS) {
        return MASK;
      }
      read = ESCAPE.matcher(read).replaceAll(Redaction::octet);
    }
    String shown = text(SHARED.matcher(read).replaceFirst("$1" + MASK));
    return shown.equals(read) ? sent : shown;
  }

  static String text(String said) {
    return SECRET.matcher(said).replaceAll(MASK);
  }

  /** A character for an octet: what matters here is ASCII. */
  private static String octet(MatchResult escape) {
    char octet = (char) Integer.parseInt(escape.group(1), 16);
    return octet == '$' || octet == '\\' ? "\\" + octet : String.valueOf(octet);
  }
}

package org.meanwhile.api.http;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The path of a request as its client sent it, percent-encoded. */
public final class UriPath {
  /** RFC 3986, section 2.3: letters, digits, {@code -}, {@code .}, {@code _} and {@code ~}. */
  private static final Pattern ENCODED_UNRESERVED =
      Pattern.compile("%(?i:2[DE]|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])");

  private UriPath() {}

  /**
   * The same path without the percent-encoding of unreserved characters, which does not make it
   * another one (RFC 3986, section 6.2.2.2). All else stays encoded: the result is decoded once
   * more, and {@code %252F} must not become a slash.
   */
  public static String normalized(String path) {
    return path.indexOf('%') < 0
        ? path
        : ENCODED_UNRESERVED.matcher(path).replaceAll(UriPath::decoded);
  }

  private static String decoded(MatchResult octet) {
    char character = (char) Integer.parseInt(octet.group().substring(1), 16);
    return Matcher.quoteReplacement(String.valueOf(character));
  }
}

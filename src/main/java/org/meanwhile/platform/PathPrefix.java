package org.meanwhile.platform;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The path below which a proxy shows this application to its clients. Links are made of it, so only
 * such text is a prefix that no reader of a link can take for anything else: segments as RFC 3986,
 * section 3.3, has them, but neither empty ones nor dot segments, and without quotes, semicolons
 * and percent-encoded delimiters, dots or control characters.
 *
 * @param path empty for the root; else it begins with a slash and does not end with one
 */
public record PathPrefix(String path) {
  /** The root: nothing stands before the application's own paths. */
  public static final PathPrefix ROOT = new PathPrefix("");

  private static final int MAX_CHARS = 256;

  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?:/(?!\\.{1,2}(?:/|$))"
              + "(?:[A-Za-z0-9._~!$&()*+,=:@-]|%(?!2[EF]|5C|7F|[01])[0-9A-F]{2})++)*+/?",
          Pattern.CASE_INSENSITIVE);

  /**
   * Reads a path of at most 256 characters. A slash at its end is dropped.
   *
   * @return empty for anything that is not a prefix; {@link #ROOT} for no text, and for a slash
   */
  public static Optional<PathPrefix> parse(String text) {
    if (text.length() > MAX_CHARS || !SYNTAX.matcher(text).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new PathPrefix(text.endsWith("/") ? text.substring(0, text.length() - 1) : text));
  }
}

package org.meanwhile.security;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What anybody may read: a short list, and everything else is not on it.
 *
 * <p>Compared with the path as it was sent. A path with anything in it that one part of the server
 * might read otherwise than another (percents, semicolons, dots at the beginning of a segment,
 * empty segments) is not on the list.
 */
final class PublicPaths {
  private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*";

  /** Those who watch nodes have no credentials, and come from anywhere. */
  private static final Pattern HEALTH = Pattern.compile("/health(/(live|ready|started))?");

  /**
   * The pages, what they are made of, and what the API explorer explains; and what browsers ask for
   * by themselves, though it is not there.
   */
  private static final Pattern PAGES =
      Pattern.compile(
          "/|/index\\.html|/favicon\\.ico|/openapi|/(assets|webjars)(/%1$s)+|/swagger-ui(/|/%1$s)?"
              .formatted(SEGMENT));

  /** The secret in it is the credential. */
  private static final Pattern SHARED = Pattern.compile("/shared/[A-Za-z0-9_-]{43}");

  private static final Pattern FOR_OPERATORS =
      Pattern.compile("/+(?:metrics|overview)(?:/.*)?", Pattern.DOTALL);

  /** Of a segment: what the container does not look at (RFC 3986, section 3.3). */
  private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

  private PublicPaths() {}

  static boolean isHealth(AccessRequest asked) {
    return asked.isSafe() && HEALTH.matcher(asked.path()).matches();
  }

  static boolean isOpen(AccessRequest asked) {
    return asked.isSafe()
        && (PAGES.matcher(asked.path()).matches() || SHARED.matcher(asked.path()).matches());
  }

  /**
   * What tells of everybody's jobs. However a path is written that some part of the server might
   * read as one of these, it is: parameters may be taken off before the rest is decoded, or after.
   */
  static boolean isForOperators(AccessRequest asked) {
    String sent = asked.path();
    if (sent.indexOf('%') < 0 && sent.indexOf(';') < 0) {
      return isForOperators(sent);
    }
    String before = decoded(withoutParameters(sent));
    String after = withoutParameters(decoded(sent));
    return Stream.of(before, withoutParameters(before), after)
        .anyMatch(PublicPaths::isForOperators);
  }

  private static boolean isForOperators(String path) {
    return FOR_OPERATORS.matcher(path).matches();
  }

  private static String withoutParameters(String path) {
    return PARAMETERS.matcher(path).replaceAll("");
  }

  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }
}

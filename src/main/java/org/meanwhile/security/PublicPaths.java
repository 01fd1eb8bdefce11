package org.meanwhile.security;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The paths that need no credentials: a list of what is public, so that a new path is not.
 *
 * <p>The list is compared with the path as the client sent it. A path is not on the list when parts
 * of the server might read it in different ways: with a percent sign, a semicolon, a dot at the
 * beginning of a segment, or an empty segment.
 */
final class PublicPaths {
  private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*";

  /** Open in every mode and from anywhere: orchestrators ask without credentials. */
  private static final Pattern HEALTH = Pattern.compile("/health(/(live|ready|started))?");

  /**
   * The console with its scripts and styles, the API explorer with its description, and {@code
   * /favicon.ico}, which browsers ask for by themselves and which is a 404.
   */
  private static final Pattern PAGES =
      Pattern.compile(
          "/|/index\\.html|/favicon\\.ico|/openapi|/(assets|webjars)(/%1$s)+|/swagger-ui(/|/%1$s)?"
              .formatted(SEGMENT));

  /** The secret in the path is the credential. */
  private static final Pattern SHARED = Pattern.compile("/shared/[A-Za-z0-9_-]{43}");

  private static final Pattern FOR_OPERATORS =
      Pattern.compile("/+(?:metrics|node|overview)(?:/.*)?", Pattern.DOTALL);

  private static final Pattern FOR_WORKERS = Pattern.compile("/+lease(?:/.*)?", Pattern.DOTALL);

  /** What a caller that is nothing but a worker may ask for, in a form that all read alike. */
  private static final Pattern OPEN_TO_WORKERS =
      Pattern.compile("/(?:lease|caller)|/lease/[A-Za-z0-9_-]+(?:/(?:file|output|log|end))?");

  /** Parameters of a segment (RFC 3986, section 3.3), which the container ignores in a match. */
  private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

  private PublicPaths() {}

  static boolean isHealth(AccessRequest request) {
    return request.isSafe()
        && request.path().startsWith("/health")
        && HEALTH.matcher(request.path()).matches();
  }

  static boolean isOpen(AccessRequest request) {
    return request.isSafe()
        && (PAGES.matcher(request.path()).matches() || SHARED.matcher(request.path()).matches());
  }

  /** Whether a path concerns all callers: metrics, the overview or the nodes. */
  static boolean isForOperators(AccessRequest request) {
    return mayMatch(FOR_OPERATORS, request);
  }

  /** Whether a path is one of leases. */
  static boolean isForWorkers(AccessRequest request) {
    return mayMatch(FOR_WORKERS, request);
  }

  /** Whether a caller that is nothing but a worker may ask for a path. */
  static boolean isOpenToWorkers(AccessRequest request) {
    return OPEN_TO_WORKERS.matcher(request.path()).matches();
  }

  /**
   * True also when only one part of the server might read the path as a match: a part may remove
   * the parameters of segments before it decodes the rest, or afterwards.
   */
  private static boolean mayMatch(Pattern paths, AccessRequest request) {
    String sent = request.path();
    if (sent.indexOf('%') < 0 && sent.indexOf(';') < 0) {
      return paths.matcher(sent).matches();
    }
    String removedFirst = decoded(withoutParameters(sent));
    String decodedFirst = withoutParameters(decoded(sent));
    return Stream.of(removedFirst, withoutParameters(removedFirst), decodedFirst)
        .anyMatch(path -> paths.matcher(path).matches());
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

package org.meanwhile.security;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the door looks at in a request.
 *
 * @param method the HTTP method
 * @param path as the client sent it, not decoded, without the context's
 * @param remoteAddress the literal address at the other end of the connection
 * @param origin what a browser would call this server: scheme, host, and the port if it is not the
 *     scheme's own
 * @param host the host of it, an IPv6 address in brackets
 * @param fields all lines of a header field, by its name
 * @param names of the header fields that there are
 */
public record AccessRequest(
    String method,
    String path,
    String remoteAddress,
    String origin,
    String host,
    Function<String, List<String>> fields,
    Supplier<Collection<String>> names) {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  /** Whether it only looks (RFC 9110, section 9.2.1). */
  boolean isSafe() {
    return SAFE.contains(method);
  }

  List<String> lines(String field) {
    return fields.apply(field);
  }
}

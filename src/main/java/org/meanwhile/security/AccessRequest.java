package org.meanwhile.security;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The parts of a request that {@link AccessControl} looks at.
 *
 * @param method the HTTP method
 * @param path as the client sent it, not decoded, without the path of the context
 * @param remoteAddress the literal address of the connection's other end
 * @param origin what a browser would call this server: scheme, host, and the port unless it is the
 *     default of the scheme
 * @param host the host of {@code origin}, an IPv6 address in brackets
 * @param fields the lines of a header field by its name in any case; empty when it is absent
 * @param names the names of all header fields, in any case
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

  /** Whether the method is a safe one, which only reads (RFC 9110, section 9.2.1). */
  boolean isSafe() {
    return SAFE.contains(method);
  }

  List<String> lines(String field) {
    return fields.apply(field);
  }
}

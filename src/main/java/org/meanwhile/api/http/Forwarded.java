package org.meanwhile.api.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meanwhile.platform.Authority;
import org.meanwhile.platform.PathPrefix;

/**
 * How the client addressed this server, as the proxy in front reports it: in {@code Forwarded} (RFC
 * 7239), or in {@code X-Forwarded-Proto}, {@code -Host} and {@code -Port}, which have no standard.
 * Of several hops the first counts, because it is the one next to the client. Malformed values are
 * ignored.
 *
 * <p>{@code X-Forwarded-Prefix}, which has no standard either, is the path that stands for the
 * context root. Each hop takes off a part of it, so the parts of several hops are joined, the
 * client's first; one malformed part makes the whole field malformed.
 *
 * @param scheme {@code http} or {@code https}; empty when no field tells it
 * @param authority empty when no field tells it
 * @param port replaces the port of the authority; empty when no field tells it
 * @param prefix replaces the context root; empty when no field tells it
 */
public record Forwarded(
    Optional<String> scheme,
    Optional<Authority> authority,
    Optional<Integer> port,
    Optional<PathPrefix> prefix) {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final String QUOTED = "\"(?:[^\"\\\\\\p{Cntrl}]|\\\\[^\\p{Cntrl}])*+\"";
  private static final Pattern PAIR =
      Pattern.compile("[ \\t]*(" + TOKEN + ")=(" + TOKEN + "|" + QUOTED + ")[ \\t]*");
  private static final int MAX_FIELD_CHARS = 4096;

  /**
   * Reads the fields of a request.
   *
   * @param fields returns the lines of a header field by its name; empty or null when there is none
   */
  public static Forwarded of(Function<String, List<String>> fields) {
    Map<String, String> standard = firstElement(line(fields, "Forwarded"));
    Optional<String> scheme =
        scheme(standard.get("proto")).or(() -> scheme(first(fields, "X-Forwarded-Proto")));
    Optional<Authority> host = authority(standard.get("host"));
    // X-Forwarded-Port belongs to X-Forwarded-Host, not to the host in Forwarded.
    return host.isPresent()
        ? new Forwarded(scheme, host, Optional.empty(), prefix(fields))
        : new Forwarded(
            scheme,
            authority(first(fields, "X-Forwarded-Host")),
            port(first(fields, "X-Forwarded-Port")),
            prefix(fields));
  }

  /**
   * The scheme and authority for links.
   *
   * @param requestScheme the scheme of the request that arrived here, used when no field tells one
   * @param requestAuthority likewise its authority
   */
  public String origin(String requestScheme, Authority requestAuthority) {
    String used = scheme.orElse(requestScheme);
    Authority host = authority.orElse(requestAuthority);
    return used + "://" + port.map(host::at).orElse(host).in(used);
  }

  /**
   * The path of the application's root for links: empty, or beginning with a slash and not ending
   * with one.
   *
   * @param contextRoot the path of the root in the request that arrived here, used when no field
   *     tells one
   */
  public String root(String contextRoot) {
    return prefix.map(PathPrefix::path).orElse(contextRoot);
  }

  /** The parameters of the first hop by their names in lower case; empty when malformed. */
  private static Map<String, String> firstElement(String field) {
    Map<String, String> found = new HashMap<>();
    if (field.length() > MAX_FIELD_CHARS) {
      return found;
    }
    Matcher pair = PAIR.matcher(field);
    int at = 0;
    while (pair.region(at, field.length()).lookingAt()) {
      String name = pair.group(1).toLowerCase(Locale.ROOT);
      if (found.put(name, unquoted(pair.group(2))) != null) {
        return Map.of();
      }
      at = pair.end();
      if (at == field.length() || field.charAt(at) == ',') {
        return found;
      }
      if (field.charAt(at) != ';') {
        return Map.of();
      }
      at++;
    }
    return Map.of();
  }

  private static String unquoted(String value) {
    return value.startsWith("\"")
        ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
        : value;
  }

  private static String line(Function<String, List<String>> fields, String name) {
    List<String> lines = fields.apply(name);
    return lines == null ? "" : String.join(",", lines);
  }

  private static String first(Function<String, List<String>> fields, String name) {
    String line = line(fields, name);
    int comma = line.indexOf(',');
    return (comma < 0 ? line : line.substring(0, comma)).strip();
  }

  private static Optional<String> scheme(String text) {
    return Optional.ofNullable(text)
        .map(given -> given.toLowerCase(Locale.ROOT))
        .filter(given -> given.equals("http") || given.equals("https"));
  }

  private static Optional<Authority> authority(String text) {
    return Optional.ofNullable(text).flatMap(Authority::parse);
  }

  private static Optional<PathPrefix> prefix(Function<String, List<String>> fields) {
    String line = line(fields, "X-Forwarded-Prefix");
    if (line.isBlank()) {
      return Optional.empty();
    }
    StringBuilder joined = new StringBuilder();
    for (String hop : line.split(",", -1)) {
      Optional<PathPrefix> part = PathPrefix.parse(hop.strip());
      if (part.isEmpty()) {
        return Optional.empty();
      }
      joined.append(part.get().path());
    }
    return PathPrefix.parse(joined.toString());
  }

  private static Optional<Integer> port(String text) {
    return Optional.of(text)
        .filter(given -> given.matches("[0-9]{1,5}"))
        .map(Integer::valueOf)
        .filter(given -> given >= 1 && given <= 65_535);
  }
}

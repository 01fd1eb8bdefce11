package org.meanwhile.api.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The conditions of a poll (RFC 9110, section 13.1), taken from its fields once: an answer that is
 * held is made when the request's thread has long gone.
 *
 * @param ifMatch whether there is an {@code If-Match} that names tags
 * @param any whether {@code If-None-Match} is {@code *}
 * @param none the opaque tags in {@code If-None-Match}
 */
public record Conditions(boolean ifMatch, boolean any, Set<String> none) {
  static final Conditions NONE = new Conditions(false, false, Set.of());
  private static final Pattern TAG = Pattern.compile("\"([^\"]*)\"");

  /** Of fields that {@code FieldsFilter} has seen. */
  public static Conditions of(HttpHeaders fields) {
    List<String> noneMatch = fields.getRequestHeader(HttpHeaders.IF_NONE_MATCH);
    boolean ifMatch = fields.getRequestHeader(HttpHeaders.IF_MATCH) != null;
    if (noneMatch == null || noneMatch.isEmpty()) {
      return ifMatch ? new Conditions(true, false, Set.of()) : NONE;
    }
    String joined = String.join(",", noneMatch);
    return new Conditions(
        ifMatch,
        joined.strip().equals("*"),
        TAG.matcher(joined)
            .results()
            .map((MatchResult tag) -> tag.group(1))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether the client names something that it has. */
  public boolean namesAny() {
    return any || !none.isEmpty();
  }

  /** Whether it is tags that it names: what any is as good as is never another one. */
  public boolean namesTags() {
    return !none.isEmpty();
  }

  /** Whether the client has this version: a weak comparison (section 8.8.3.2). */
  public boolean has(String version) {
    return any || none.contains(version);
  }
}

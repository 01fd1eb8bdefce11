package org.meanwhile.api.http;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The conditions of a poll (RFC 9110, section 13.1). They are taken from the fields once, because a
 * response that is held is made after the request has ended.
 *
 * @param ifMatch whether there is an {@code If-Match} that names tags
 * @param anyVersion whether {@code If-None-Match} is {@code *}
 * @param versions the opaque tags in {@code If-None-Match}
 */
public record Conditions(boolean ifMatch, boolean anyVersion, Set<String> versions) {
  static final Conditions NONE = new Conditions(false, false, Set.of());
  private static final Pattern TAG = Pattern.compile("\"([^\"]*)\"");

  private static final String ANY_TAG = "(?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\"";
  private static final Pattern A_TAG = Pattern.compile(ANY_TAG);

  /**
   * The quantifiers are possessive: each that can backtrack takes stack, and a field may be long.
   */
  private static final Pattern TAGS =
      Pattern.compile(
          "\\s*\\*\\s*|[\\s,]*+" + ANY_TAG + "(?:\\s*+,[\\s,]*+" + ANY_TAG + ")*+[\\s,]*+");

  /**
   * Whether {@code If-None-Match} is as RFC 9110, section 13.1.2, has it: {@code *}, or a list of
   * tags. Malformed tags match nothing.
   *
   * @param ifNoneMatch all lines of the field, joined by commas
   */
  public static boolean isWellFormed(String ifNoneMatch) {
    return TAGS.matcher(ifNoneMatch).matches();
  }

  /**
   * The same field without the empty elements that a list may have (section 5.6.1.2): JAX-RS fails
   * on them.
   *
   * @param field all lines of {@code If-Match} or {@code If-None-Match}, joined by commas
   */
  public static String withoutEmptyElements(String field) {
    return field.indexOf(',') >= 0 && isWellFormed(field) ? String.join(", ", tags(field)) : field;
  }

  /** Whether {@code If-Match} holds for this tag, by the strong comparison (section 8.8.3.2). */
  public static boolean holds(String ifMatch, String opaqueTag) {
    return ifMatch.strip().equals("*") || tags(ifMatch).contains('"' + opaqueTag + '"');
  }

  private static List<String> tags(String field) {
    return A_TAG.matcher(field).results().map(MatchResult::group).toList();
  }

  /**
   * Reads the two fields.
   *
   * @param ifMatch the lines of {@code If-Match}; null or empty when there is none
   * @param ifNoneMatch the lines of {@code If-None-Match}, which are {@linkplain #isWellFormed
   *     well-formed}; null or empty when there is none
   */
  public static Conditions of(List<String> ifMatch, List<String> ifNoneMatch) {
    boolean hasMatch = ifMatch != null && !ifMatch.isEmpty();
    if (ifNoneMatch == null || ifNoneMatch.isEmpty()) {
      return hasMatch ? new Conditions(true, false, Set.of()) : NONE;
    }
    String joined = String.join(",", ifNoneMatch);
    return new Conditions(
        hasMatch,
        joined.strip().equals("*"),
        TAG.matcher(joined)
            .results()
            .map((MatchResult tag) -> tag.group(1))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Whether there is an {@code If-None-Match}. */
  public boolean hasIfNoneMatch() {
    return anyVersion || namesVersions();
  }

  /**
   * Whether {@code If-None-Match} names tags, rather than {@code *}, which every version matches.
   */
  public boolean namesVersions() {
    return !versions.isEmpty();
  }

  /**
   * Whether {@code If-None-Match} matches this version, so that the client has it. The comparison
   * is weak (section 8.8.3.2).
   */
  public boolean match(String version) {
    return anyVersion || versions.contains(version);
  }
}

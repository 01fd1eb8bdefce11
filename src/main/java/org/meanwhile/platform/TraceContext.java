package org.meanwhile.platform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a distributed trace (W3C Trace Context, level 1).
 *
 * @param parent the value of {@code traceparent} in version 00: 55 characters
 * @param state the value of {@code tracestate}: at most 512 characters of ASCII; empty when there
 *     is none
 */
public record TraceContext(String parent, Optional<String> state) {
  public static final String PARENT = "traceparent";
  public static final String STATE = "tracestate";

  private static final Pattern PARENT_SYNTAX =
      Pattern.compile(
          "([0-9a-f]{2})-((?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final String VERSION = "00";
  private static final String NO_VERSION = "ff";
  private static final int SAMPLED = 1;

  private static final int MAX_MEMBERS = 32;
  private static final int MAX_STATE_CHARS = 512;
  private static final String KEY_CHAR = "[a-z0-9_*/-]";
  private static final Pattern MEMBER =
      Pattern.compile(
          "([a-z]%1$s{0,255}|[a-z0-9]%1$s{0,240}@[a-z]%1$s{0,13})=%2$s"
              .formatted(
                  KEY_CHAR,
                  "[\\x20-\\x2B\\x2D-\\x3C\\x3E-\\x7E]{0,255}[\\x21-\\x2B\\x2D-\\x3C\\x3E-\\x7E]"));

  /**
   * Reads the fields of a request. A malformed {@code traceparent} is as good as none; a malformed
   * {@code tracestate} is ignored by itself (section 4.3).
   *
   * @param parents the lines of {@code traceparent}
   * @param states the lines of {@code tracestate}
   */
  public static Optional<TraceContext> parse(List<String> parents, List<String> states) {
    return parents.size() == 1
        ? parent(parents.get(0).strip()).map(parent -> new TraceContext(parent, state(states)))
        : Optional.empty();
  }

  /** Of a later version only what version 00 has is understood, and sent on (section 3.2.4). */
  private static Optional<String> parent(String text) {
    Matcher parts = PARENT_SYNTAX.matcher(text);
    if (!parts.matches() || parts.group(1).equals(NO_VERSION)) {
      return Optional.empty();
    }
    if (parts.group(1).equals(VERSION)) {
      return parts.group(4) == null ? Optional.of(text) : Optional.empty();
    }
    int flags = Integer.parseInt(parts.group(3), 16) & SAMPLED;
    return Optional.of("%s-%s-%02x".formatted(VERSION, parts.group(2), flags));
  }

  private static Optional<String> state(List<String> lines) {
    List<String> members = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (String part : String.join(",", lines).split(",", -1)) {
      String member = part.replaceAll("^[ \\t]+|[ \\t]+$", "");
      if (member.isEmpty()) {
        continue;
      }
      Matcher pair = MEMBER.matcher(member);
      if (!pair.matches() || !keys.add(pair.group(1))) {
        return Optional.empty();
      }
      members.add(member);
    }
    return Optional.of(String.join(",", members))
        .filter(text -> !text.isEmpty() && text.length() <= MAX_STATE_CHARS)
        .filter(text -> members.size() <= MAX_MEMBERS);
  }
}

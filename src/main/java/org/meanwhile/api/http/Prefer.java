package org.meanwhile.api.http;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client prefers (RFC 7240), as far as this server honours it: how long an answer may be
 * held. All else, and whatever cannot be read, is ignored, as section 2 has it.
 */
public final class Prefer {
  public static final String FIELD = "Prefer";
  static final String APPLIED = "Preference-Applied";

  /**
   * Longer waits are cut to this; what lies between drops connections that are silent for longer.
   */
  static final Duration MOST_WAIT = Duration.ofSeconds(60);

  private static final Pattern SECONDS = Pattern.compile("[0-9]+");
  private static final int MOST_DIGITS = 9;

  private Prefer() {}

  /**
   * How long the answer may be held (section 4.3), at most {@link #MOST_WAIT}; empty when that is
   * not asked for, or for no time at all.
   *
   * @param fields each {@code Prefer} field of the request; null when there is none
   */
  public static Optional<Duration> toWait(List<String> fields) {
    if (fields == null) {
      return Optional.empty();
    }
    // Of a preference that is repeated only the first counts, however bad it is.
    return fields.stream()
        .flatMap(field -> split(field, ',').stream())
        .map(preference -> split(split(preference, ';').get(0), '='))
        .filter(named -> named.get(0).strip().equalsIgnoreCase("wait"))
        .findFirst()
        .filter(named -> named.size() == 2)
        .map(named -> unquoted(named.get(1).strip()))
        .filter(value -> SECONDS.matcher(value).matches())
        .map(Prefer::capped)
        .filter(wait -> !wait.isZero());
  }

  /** The answer that says how long it might have been held (section 3). */
  public static Response applied(Response answer, Duration wait) {
    answer.getHeaders().putSingle(APPLIED, "wait=" + wait.toSeconds());
    return answer;
  }

  private static Duration capped(String seconds) {
    String digits = seconds.replaceFirst("^0+(?=.)", "");
    long asked = digits.length() > MOST_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    return Duration.ofSeconds(Math.min(asked, MOST_WAIT.toSeconds()));
  }

  /** A {@code word} may be a quoted string; both spellings mean the same. */
  private static String unquoted(String word) {
    return word.length() >= 2 && word.startsWith("\"") && word.endsWith("\"")
        ? word.substring(1, word.length() - 1).replaceAll("\\\\(.)", "$1")
        : word;
  }

  /** Splits where the character stands outside of quoted strings. */
  private static List<String> split(String text, char at) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == at && !quoted) {
        parts.add(text.substring(begin, i));
        begin = i + 1;
      }
    }
    parts.add(text.substring(begin));
    return parts;
  }
}

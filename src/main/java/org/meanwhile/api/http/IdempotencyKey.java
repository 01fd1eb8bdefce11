package org.meanwhile.api.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;

/**
 * The field {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header, section 2.1): a
 * string of RFC 8941, section 3.3.3, or the same without quotes, as most clients send it.
 */
public final class IdempotencyKey {
  public static final String FIELD = "Idempotency-Key";
  private static final int MAX_CHARS = 255;
  private static final Pattern QUOTED =
      Pattern.compile("\"((?:[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]|\\\\[\"\\\\])*+)\"");
  private static final Pattern BARE = Pattern.compile("[\\x21\\x23-\\x7E][\\x21-\\x7E]*");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

  private IdempotencyKey() {}

  /**
   * The key without quotes; empty when the request has none.
   *
   * @param fields the lines of the field; null or empty when there is none
   * @throws Problem 400 when the field is malformed, or there are several
   */
  public static Optional<String> of(List<String> fields) {
    if (fields == null || fields.isEmpty()) {
      return Optional.empty();
    }
    if (fields.size() > 1) {
      throw new Problem(ProblemType.MALFORMED_REQUEST, "there is more than one " + FIELD);
    }
    String field = fields.get(0).strip();
    Matcher quoted = QUOTED.matcher(field);
    String key =
        quoted.matches()
            ? ESCAPED.matcher(quoted.group(1)).replaceAll("$1")
            : BARE.matcher(field).matches() ? field : "";
    if (key.isEmpty() || key.length() > MAX_CHARS) {
      throw new Problem(
          ProblemType.MALFORMED_REQUEST,
          FIELD + " must be 1 to " + MAX_CHARS + " characters of ASCII, quoted or without spaces");
    }
    return Optional.of(key);
  }
}

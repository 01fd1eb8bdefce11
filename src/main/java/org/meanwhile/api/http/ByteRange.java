package org.meanwhile.api.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;

/**
 * One range of bytes of a representation (RFC 9110, section 14.1.2).
 *
 * @param first the first byte, from 0
 * @param last the last byte, included
 */
public record ByteRange(long first, long last) {
  private static final Pattern ONE = Pattern.compile("(?i)bytes\\s*=\\s*(\\d*)-(\\d*)\\s*");

  /**
   * Reads a {@code Range} field.
   *
   * @return null when the field is to be ignored: not a single range, not bytes, or not well-formed
   * @throws Problem 416 when no byte of the representation is in the range
   */
  public static ByteRange read(String field, long sizeBytes) {
    Matcher matcher = ONE.matcher(field);
    if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
      return null;
    }
    boolean suffix = matcher.group(1).isEmpty();
    long to = matcher.group(2).isEmpty() ? Long.MAX_VALUE : number(matcher.group(2));
    long first = suffix ? Math.max(0, sizeBytes - to) : number(matcher.group(1));
    long last = suffix ? sizeBytes - 1 : Math.min(to, sizeBytes - 1);
    if (!suffix && to < first) {
      return null;
    }
    if (first >= sizeBytes || last < first) {
      throw new Problem(ProblemType.RANGE_NOT_SATISFIABLE, "the output has " + sizeBytes + " bytes")
          .with("Content-Range", "bytes */" + sizeBytes);
    }
    return new ByteRange(first, last);
  }

  /** However long the number is: beyond every output is beyond every output. */
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  public long sizeBytes() {
    return last - first + 1;
  }

  /** As a {@code Content-Range} field has it. */
  public String of(long wholeBytes) {
    return "bytes " + first + "-" + last + "/" + wholeBytes;
  }
}

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
  private static final Pattern SINGLE_RANGE =
      Pattern.compile("(?i)bytes\\s*=\\s*(\\d*)-(\\d*)\\s*");

  /**
   * Reads a {@code Range} field.
   *
   * @param sizeBytes the size of the whole representation
   * @return null when the field is ignored (section 14.2): several ranges, another unit than bytes,
   *     malformed, or of a representation without bytes
   * @throws Problem 416 when no byte of the representation is in the range
   */
  public static ByteRange read(String field, long sizeBytes) {
    Matcher matcher = SINGLE_RANGE.matcher(field);
    if (sizeBytes == 0) {
      // No range of nothing is satisfiable, but nothing is all that there is: whoever fetches
      // piece by piece asks for the first one before the size is known.
      return null;
    }
    if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
      return null;
    }
    boolean suffix = matcher.group(1).isEmpty();
    // Of a suffix range the second number is a length, else the last position.
    long second = matcher.group(2).isEmpty() ? Long.MAX_VALUE : number(matcher.group(2));
    long first = suffix ? Math.max(0, sizeBytes - second) : number(matcher.group(1));
    long last = suffix ? sizeBytes - 1 : Math.min(second, sizeBytes - 1);
    if (!suffix && second < first) {
      return null;
    }
    if (first >= sizeBytes || last < first) {
      throw new Problem(ProblemType.RANGE_NOT_SATISFIABLE, "the output has " + sizeBytes + " bytes")
          .with("Content-Range", "bytes */" + sizeBytes);
    }
    return new ByteRange(first, last);
  }

  /** A number that no long can hold is beyond every output, as the largest long is. */
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  /** How many bytes the range has; 0 for the range of an empty representation. */
  public long sizeBytes() {
    return last - first + 1;
  }

  /** The value of a {@code Content-Range} field (section 14.4). */
  public String contentRange(long wholeBytes) {
    return "bytes " + first + "-" + last + "/" + wholeBytes;
  }

  /** The same while the size of the whole is not known. */
  public String openContentRange() {
    return "bytes " + first + "-" + last + "/*";
  }
}

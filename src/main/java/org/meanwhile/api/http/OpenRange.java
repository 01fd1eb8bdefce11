package org.meanwhile.api.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of bytes of a representation whose length is not known yet (RFC 8673): it has a first
 * byte, and is cut at what is there.
 *
 * @param first the first byte, from 0
 * @param last the last byte, included; {@link Long#MAX_VALUE} for all
 */
public record OpenRange(long first, long last) {
  private static final Pattern RANGE =
      Pattern.compile("(?i)bytes\\s*=\\s*(\\d{1,18})-(\\d{0,18})\\s*");

  /**
   * Reads a {@code Range} field.
   *
   * @param field null when there is none
   * @return empty when the field is ignored, and for a suffix range: nobody knows its begin yet
   */
  public static Optional<OpenRange> read(String field) {
    Matcher matcher = RANGE.matcher(field == null ? "" : field);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
    return last < first ? Optional.empty() : Optional.of(new OpenRange(first, last));
  }

  /** The range of what is there; empty when none of it is. */
  public Optional<ByteRange> within(long sizeBytes) {
    return first >= sizeBytes
        ? Optional.empty()
        : Optional.of(new ByteRange(first, Math.min(last, sizeBytes - 1)));
  }
}

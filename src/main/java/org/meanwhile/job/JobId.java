package org.meanwhile.job;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The id of a job, chosen by the server or by its client. */
public record JobId(UUID value) {
  private static final Pattern CANONICAL =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** Reads the canonical form of RFC 9562, section 4; empty when the text has another form. */
  public static Optional<JobId> parse(String text) {
    return CANONICAL.matcher(text).matches()
        ? Optional.of(new JobId(UUID.fromString(text)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value.toString();
  }
}

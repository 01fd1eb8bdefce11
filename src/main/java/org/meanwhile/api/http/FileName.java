package org.meanwhile.api.http;

import java.util.Optional;

/**
 * The name of an uploaded file, as a client's {@code Content-Disposition} has it (RFC 7578, section
 * 4.2). It is only ever shown, and never opened.
 */
public final class FileName {
  private static final int MOST_CHARS = 255;

  private FileName() {}

  /**
   * The last part of it without what no name has.
   *
   * @param sent without its quotes; null when there was none
   */
  public static Optional<String> of(String sent) {
    return Optional.ofNullable(sent)
        .map(FileName::decoded)
        .map(name -> name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1))
        .map(name -> name.replaceAll("\\p{Cntrl}", "_"))
        .map(name -> name.substring(0, Math.min(MOST_CHARS, name.length())))
        .filter(name -> !name.isEmpty());
  }

  /**
   * Quotes and ends of lines are written in two ways: behind a backslash (RFC 9110, section 5.6.4),
   * or by browsers as these three percent-encodings and no others (HTML, section 4.10.21.8). Of
   * backslashes only those before a quote are taken as such, as browsers of old sent whole paths.
   */
  private static String decoded(String name) {
    return name.replace("\\\"", "\"")
        .replace("%22", "\"")
        .replace("%0D", "\r")
        .replace("%0A", "\n");
  }
}

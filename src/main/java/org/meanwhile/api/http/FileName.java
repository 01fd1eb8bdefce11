package org.meanwhile.api.http;

import java.util.Optional;
import org.meanwhile.platform.VisibleText;

/**
 * The name of an uploaded file from the part's {@code Content-Disposition} (RFC 7578, section 4.2).
 * The name is shown to people; no file of this name is ever opened.
 */
public final class FileName {
  private static final int MAX_CHARS = 255;

  private FileName() {}

  /**
   * The last segment of the path that was sent, with an underscore for each character that would
   * not be seen ({@link VisibleText}), cut to 255 characters.
   *
   * @param sent the parameter without its quotes; null when there was none
   * @return empty when nothing is left
   */
  public static Optional<String> of(String sent) {
    return Optional.ofNullable(sent)
        .map(FileName::unescape)
        .map(name -> name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1))
        .map(FileName::cut)
        .map(name -> VisibleText.line(name, "_"))
        .filter(name -> !name.isEmpty());
  }

  /** Half a surrogate pair is not a character: a pair that does not fit is left out. */
  private static String cut(String name) {
    if (name.length() <= MAX_CHARS) {
      return name;
    }
    boolean inPair = Character.isHighSurrogate(name.charAt(MAX_CHARS - 1));
    return name.substring(0, inPair ? MAX_CHARS - 1 : MAX_CHARS);
  }

  /**
   * Quotes and line ends arrive in two spellings: behind a backslash (RFC 9110, section 5.6.4), or,
   * from browsers, as one of these three percent-encodings (HTML, section 4.10.21.8). A backslash
   * escapes only a quote here, because old browsers send whole Windows paths.
   */
  private static String unescape(String name) {
    return name.replace("\\\"", "\"")
        .replace("%22", "\"")
        .replace("%0D", "\r")
        .replace("%0A", "\n");
  }
}

package org.meanwhile.job;

import java.util.regex.Pattern;
import org.meanwhile.platform.VisibleText;

/**
 * The media type and the file name that an operation gives its output.
 *
 * @param mediaType the {@code Content-Type} that clients get
 * @param fileName the name that is proposed to clients: one visible line without directories
 */
public record DeclaredOutput(String mediaType, String fileName) {
  /** For an operation that has not opened its output. */
  public static final DeclaredOutput NONE =
      new DeclaredOutput("application/octet-stream", "output");

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+(\\s*;\\s*[\\x20-\\x7E]*)?");
  private static final int MAX_MEDIA_TYPE_CHARS = 255;
  private static final int MAX_NAME_CHARS = 200;

  /**
   * As an operation says it.
   *
   * @param path directories are cut off, and what is beyond 200 characters
   * @throws IllegalArgumentException when {@code type} is not a media type
   */
  public static DeclaredOutput of(String type, String path) {
    if (type.length() > MAX_MEDIA_TYPE_CHARS || !MEDIA_TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("not a media type");
    }
    return new DeclaredOutput(type, lastName(path));
  }

  private static String lastName(String path) {
    String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    String shown = VisibleText.line(name, "_").strip();
    if (shown.isEmpty() || shown.equals(".") || shown.equals("..")) {
      return NONE.fileName();
    }
    if (shown.length() <= MAX_NAME_CHARS) {
      return shown;
    }
    // Half a surrogate pair is not a character: a pair that does not fit is left out.
    boolean inPair = Character.isHighSurrogate(shown.charAt(MAX_NAME_CHARS - 1));
    return shown.substring(0, inPair ? MAX_NAME_CHARS - 1 : MAX_NAME_CHARS);
  }
}

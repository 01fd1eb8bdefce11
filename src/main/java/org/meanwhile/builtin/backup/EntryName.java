package org.meanwhile.builtin.backup;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a file is called in the archive: its name in UTF-8, safe to unpack anywhere.
 *
 * <p>A backslash parts directories on Windows and a leading {@code C:} names a drive there, so
 * {@code ..\x} would be unpacked outside of its directory: they stand as {@code %5C} and {@code
 * C%3A}. Linux takes any bytes for a name: where they are not UTF-8, all its bytes beyond ASCII
 * stand as {@code %XX}. All else, line feeds and leading dashes too, stays as it is.
 */
final class EntryName {
  private static final Path ROOT = Path.of("/");

  private EntryName() {}

  /**
   * The name of one file in its directory.
   *
   * @param first whether this is the first part of the entry's name
   */
  static String of(Path fileName, boolean first) {
    String name = decode(fileName).replace("\\", "%5C");
    if (first && name.length() > 1 && name.charAt(1) == ':' && isLetter(name.charAt(0))) {
      name = name.charAt(0) + "%3A" + name.substring(2);
    }
    return name;
  }

  /**
   * A relative path as text. The JVM decodes names by the locale; in the C locale all but ASCII
   * comes out as U+FFFD. The path's URI has the name's own bytes.
   */
  static String decode(Path path) {
    String name = path.toString();
    if (name.indexOf('\uFFFD') < 0) {
      return name;
    }
    String escaped = ROOT.resolve(path).toUri().getRawPath().substring(1);
    if (escaped.endsWith("/")) {
      escaped = escaped.substring(0, escaped.length() - 1);
    }
    byte[] bytes =
        URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
            .getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return escapeAllButAscii(bytes);
    }
  }

  private static String escapeAllButAscii(byte[] bytes) {
    StringBuilder name = new StringBuilder();
    for (byte b : bytes) {
      if (b >= 0) {
        name.append((char) b);
      } else {
        name.append(String.format("%%%02X", b & 0xFF));
      }
    }
    return name.toString();
  }

  private static boolean isLetter(char c) {
    return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
  }
}

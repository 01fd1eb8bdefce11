package org.meanwhile.builtin.backup;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The name of a file in the archive: UTF-8, and safe to unpack on any system.
 *
 * <p>On Windows a backslash separates directories and a leading {@code C:} names a drive, so {@code
 * ..\x} would be unpacked outside of its directory: they are written as {@code %5C} and {@code
 * C%3A}. Linux takes any bytes as a name: when they are not UTF-8, each byte beyond ASCII is
 * written as {@code %XX}. All other characters are kept, line feeds and leading dashes too.
 */
final class EntryName {
  private static final Path ROOT = Path.of("/");

  private EntryName() {}

  /**
   * Returns the name of one file in its directory.
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
   * Returns a relative path as text. The JVM decodes names by the locale; in the C locale every
   * byte beyond ASCII becomes U+FFFD. The path's URI has the original bytes.
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

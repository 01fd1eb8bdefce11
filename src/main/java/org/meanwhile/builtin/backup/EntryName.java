package org.meanwhile.builtin.backup;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The name of a file in the archive: UTF-8, safe to unpack on any system, and another one for each
 * file: decoding each {@code %XX} gives the bytes of the file's name.
 *
 * <p>On Windows a backslash separates directories, a leading {@code C:} names a drive, and {@code
 * x:y} names a stream of the file {@code x}. So {@code ..\x} and {@code C:x} are written as {@code
 * ..%5Cx} and {@code C%3Ax}. Linux takes any bytes as a name: when they are not UTF-8, each byte
 * beyond ASCII is written as {@code %XX}. So {@code %} itself is written as {@code %25}. All other
 * characters are kept, line feeds and leading dashes too.
 */
final class EntryName {
  private static final Path ROOT = Path.of("/");

  private EntryName() {}

  /** Returns the name of one file in its directory. */
  static String of(Path fileName) {
    StringBuilder name = new StringBuilder(escape(bytes(fileName)));
    if (name.length() > 1 && name.charAt(1) == ':' && isLetter(name.charAt(0))) {
      name.replace(1, 2, "%3A");
    }
    return name.toString();
  }

  /**
   * Returns the target of a link in the terms of the archive: each part as {@link #of} names it, so
   * that the link leads to the entry.
   */
  static String ofTarget(Path target) {
    List<String> parts = new ArrayList<>();
    for (Path part : target) {
      parts.add(of(part));
    }
    return (target.isAbsolute() ? "/" : "") + String.join("/", parts);
  }

  /**
   * Returns the name of one file in its directory as people write it, for globs. When it is not
   * UTF-8, it is that of the archive.
   */
  static String plain(Path fileName) {
    byte[] bytes = bytes(fileName);
    try {
      return decode(bytes);
    } catch (CharacterCodingException e) {
      return of(fileName);
    }
  }

  private static String escape(byte[] bytes) {
    try {
      return decode(bytes).replace("%", "%25").replace("\\", "%5C");
    } catch (CharacterCodingException e) {
      StringBuilder name = new StringBuilder();
      for (byte b : bytes) {
        if (b < 0 || b == '%' || b == '\\') {
          name.append(String.format("%%%02X", b & 0xFF));
        } else {
          name.append((char) b);
        }
      }
      return name.toString();
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  /**
   * The JVM decodes names by its locale; in the C locale every byte beyond ASCII becomes U+FFFD. A
   * path's URI has the original bytes.
   */
  private static byte[] bytes(Path fileName) {
    String name = fileName.toString();
    if (name.chars().allMatch(c -> c < 0x80)) {
      return name.getBytes(StandardCharsets.US_ASCII);
    }
    String escaped = ROOT.resolve(fileName).toUri().getRawPath().substring(1);
    if (escaped.endsWith("/")) {
      escaped = escaped.substring(0, escaped.length() - 1);
    }
    return URLDecoder.decode(escaped.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isLetter(char c) {
    return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
  }
}

package org.meanwhile.api.http;

import java.nio.charset.StandardCharsets;

/** {@code Content-Disposition} (RFC 6266) with names in any language (RFC 8187). */
public final class ContentDisposition {
  private static final String ATTR_CHARS = "!#$&+-.^_`|~";

  private ContentDisposition() {}

  /** An attachment to be saved under this name. */
  public static String attachment(String name) {
    StringBuilder ascii = new StringBuilder();
    StringBuilder encoded = new StringBuilder();
    name.codePoints().forEach(c -> ascii.appendCodePoint(plain(c) ? c : '_'));
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (b > 0 && (Character.isLetterOrDigit(b) || ATTR_CHARS.indexOf(b) >= 0)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(String.format("%02X", b & 0xFF));
      }
    }
    String simple = "attachment; filename=\"" + ascii + "\"";
    return ascii.toString().equals(name) ? simple : simple + "; filename*=UTF-8''" + encoded;
  }

  /** Quotes, backslashes and percents are read differently by different clients. */
  private static boolean plain(int c) {
    return c >= ' ' && c < 0x7F && c != '"' && c != '\\' && c != '%';
  }
}

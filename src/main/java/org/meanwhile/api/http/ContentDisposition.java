package org.meanwhile.api.http;

import java.nio.charset.StandardCharsets;
import org.meanwhile.platform.VisibleText;

/** The field {@code Content-Disposition} (RFC 6266) with file names in any language (RFC 8187). */
public final class ContentDisposition {
  private static final String ATTR_CHARS = "!#$&+-.^_`|~";

  private ContentDisposition() {}

  /**
   * The value for a body to be saved under this name. A name that is not plain ASCII is sent twice:
   * with underscores for clients that know {@code filename} only, and whole in {@code filename*}.
   * Characters that would not be seen are underscores: earlier versions stored them.
   */
  public static String attachment(String storedName) {
    String name = VisibleText.line(storedName, "_");
    StringBuilder ascii = new StringBuilder();
    StringBuilder encoded = new StringBuilder();
    name.codePoints().forEach(c -> ascii.appendCodePoint(isPlain(c) ? c : '_'));
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (b > 0 && (Character.isLetterOrDigit(b) || ATTR_CHARS.indexOf(b) >= 0)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(String.format("%02X", b & 0xFF));
      }
    }
    String plain = "attachment; filename=\"" + ascii + "\"";
    return ascii.toString().equals(name) ? plain : plain + "; filename*=UTF-8''" + encoded;
  }

  /** Clients disagree about quotes, backslashes and percent signs in a quoted name. */
  private static boolean isPlain(int c) {
    return c >= ' ' && c < 0x7F && c != '"' && c != '\\' && c != '%';
  }
}

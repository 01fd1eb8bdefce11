package org.meanwhile.builtin.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.Base64;

/** Encodes a stream of any length in base64 (RFC 4648, section 4), without line breaks. */
final class Base64Reader extends Reader {
  /** A multiple of three, so that only the last piece is padded. */
  private static final int PIECE_BYTES = 3 * 4096;

  private final InputStream bytes;
  private String encoded = "";
  private int position;

  Base64Reader(InputStream bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (position == encoded.length()) {
      encoded = Base64.getEncoder().encodeToString(bytes.readNBytes(PIECE_BYTES));
      position = 0;
      if (encoded.isEmpty()) {
        return -1;
      }
    }
    int count = Math.min(length, encoded.length() - position);
    encoded.getChars(position, position + count, target, offset);
    position += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}

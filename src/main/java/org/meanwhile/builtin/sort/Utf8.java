package org.meanwhile.builtin.sort;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Checks whether bytes are UTF-8. Not thread-safe. */
final class Utf8 {
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer ignored = CharBuffer.allocate(4096);

  boolean isValid(byte[] bytes, int from, int to) {
    int firstBeyondAscii = from;
    while (firstBeyondAscii < to && bytes[firstBeyondAscii] >= 0) {
      firstBeyondAscii++;
    }
    if (firstBeyondAscii == to) {
      return true;
    }
    ByteBuffer rest = ByteBuffer.wrap(bytes, firstBeyondAscii, to - firstBeyondAscii);
    decoder.reset();
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      result = decoder.decode(rest, ignored.clear(), true);
    }
    return result.isUnderflow();
  }
}

package org.meanwhile.builtin.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps the last {@value #BYTES} bytes of a stream of any length. Not thread-safe. */
final class Tail {

  static final int BYTES = 4096;

  private final byte[] ring = new byte[BYTES];
  private long added;

  void add(byte[] bytes, int length) {
    for (int i = Math.max(0, length - BYTES); i < length; i++) {
      ring[(int) ((added + i) % BYTES)] = bytes[i];
    }
    added += length;
  }

  /**
   * Returns the bytes as text that is safe to show, without white space around it. Characters that
   * control a terminal or reorder text are replaced by U+FFFD, except line feeds and tabs.
   */
  String text() {
    StringBuilder safe = new StringBuilder();
    new String(inOrder(), StandardCharsets.UTF_8)
        .codePoints()
        .forEach(c -> safe.appendCodePoint(isSafe(c) ? c : '\uFFFD'));
    return safe.toString().strip();
  }

  private byte[] inOrder() {
    if (added <= BYTES) {
      return Arrays.copyOf(ring, (int) added);
    }
    byte[] ordered = new byte[BYTES];
    int start = (int) (added % BYTES);
    System.arraycopy(ring, start, ordered, 0, BYTES - start);
    System.arraycopy(ring, 0, ordered, BYTES - start, start);
    int skipped = 0;
    // The first character may be cut: skip the rest of its bytes.
    while (skipped < 3 && (ordered[skipped] & 0xC0) == 0x80) {
      skipped++;
    }
    return Arrays.copyOfRange(ordered, skipped, BYTES);
  }

  private static boolean isSafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> codePoint == '\n' || codePoint == '\t';
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }
}

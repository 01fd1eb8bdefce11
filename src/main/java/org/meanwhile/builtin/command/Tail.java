package org.meanwhile.builtin.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The end of what a program says, however much it says. */
final class Tail {

  static final int BYTES = 4096;

  private final byte[] kept = new byte[BYTES];
  private long taken;

  void add(byte[] bytes, int length) {
    for (int i = Math.max(0, length - BYTES); i < length; i++) {
      kept[(int) ((taken + i) % BYTES)] = bytes[i];
    }
    taken += length;
  }

  /**
   * As text that is safe to show: what would steer a terminal or reorder the text is replaced, line
   * ends and tabs aside. Stripped of white space around it.
   */
  String text() {
    StringBuilder safe = new StringBuilder();
    new String(inOrder(), StandardCharsets.UTF_8)
        .codePoints()
        .forEach(each -> safe.appendCodePoint(isSafe(each) ? each : '\uFFFD'));
    return safe.toString().strip();
  }

  private byte[] inOrder() {
    if (taken <= BYTES) {
      return Arrays.copyOf(kept, (int) taken);
    }
    byte[] ordered = new byte[BYTES];
    int start = (int) (taken % BYTES);
    System.arraycopy(kept, start, ordered, 0, BYTES - start);
    System.arraycopy(kept, 0, ordered, BYTES - start, start);
    int whole = 0;
    // The cut may have gone through a character.
    while (whole < 3 && (ordered[whole] & 0xC0) == 0x80) {
      whole++;
    }
    return Arrays.copyOfRange(ordered, whole, BYTES);
  }

  private static boolean isSafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> codePoint == '\n' || codePoint == '\t';
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
      default -> true;
    };
  }
}

package org.meanwhile.builtin.command;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a program's standard error into lines. A line beyond {@value #MAX_BYTES} bytes is passed on
 * in pieces, so memory does not grow with it. Not thread-safe.
 */
final class ErrorLines {
  private static final int MAX_BYTES = 4096;

  private final Consumer<String> to;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);

  ErrorLines(Consumer<String> to) {
    this.to = to;
  }

  void add(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        pass();
      } else {
        if (line.size() >= MAX_BYTES && (bytes[i] & 0xC0) != 0x80) {
          pass();
        }
        line.write(bytes[i]);
      }
    }
  }

  /** Passes on a last line without a line feed. */
  void end() {
    if (line.size() > 0) {
      pass();
    }
  }

  private void pass() {
    to.accept(line.toString(StandardCharsets.UTF_8));
    line.reset();
  }
}

package org.meanwhile.api.request;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;

/** Reads lines one after the other; holds one of them in memory. For one thread. */
final class NdjsonLines {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final int maxBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;
  private int number;

  /**
   * @param maxBytes the longest line that may be
   */
  NdjsonLines(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** The number of the line that was read last, from 1. */
  int number() {
    return number;
  }

  /**
   * The next line that is not blank, without its end; empty behind the last one.
   *
   * @throws Problem 413 when it is too long
   */
  Optional<byte[]> next() throws IOException {
    for (Optional<byte[]> line = read(); line.isPresent(); line = read()) {
      if (!isBlank(line.get())) {
        return line;
      }
    }
    return Optional.empty();
  }

  private Optional<byte[]> read() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    number++;
    while (start < end || fill()) {
      int from = start;
      while (start < end && buffer[start] != '\n') {
        start++;
      }
      line.write(buffer, from, start - from);
      if (line.size() > maxBytes) {
        throw new Problem(
            ProblemType.CONTENT_TOO_LARGE,
            "line " + number + " has more than " + maxBytes + " bytes");
      }
      if (start < end) {
        start++;
        return Optional.of(line.toByteArray());
      }
    }
    return line.size() == 0 ? Optional.empty() : Optional.of(line.toByteArray());
  }

  private boolean fill() throws IOException {
    start = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }

  private static boolean isBlank(byte[] line) {
    for (byte each : line) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }
}

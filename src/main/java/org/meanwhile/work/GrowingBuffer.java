package org.meanwhile.work;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Collects small writes into large ones, in a buffer that is no larger than what was written:
 * outputs are mostly small or huge, and a job that writes nothing should cost no memory. For one
 * thread.
 */
final class GrowingBuffer extends OutputStream {
  private static final int FIRST_BYTES = 256;

  private final OutputStream to;
  private final int mostBytes;
  private byte[] buffer = {};
  private int filled;

  GrowingBuffer(OutputStream to, int mostBytes) {
    this.to = to;
    this.mostBytes = mostBytes;
  }

  @Override
  public void write(int b) throws IOException {
    makeRoom(1);
    buffer[filled++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    if (length >= mostBytes) {
      writeBuffer();
      to.write(bytes, from, length);
      return;
    }
    makeRoom(length);
    System.arraycopy(bytes, from, buffer, filled, length);
    filled += length;
  }

  private void makeRoom(int more) throws IOException {
    if (filled + more > mostBytes) {
      writeBuffer();
    }
    if (filled + more > buffer.length) {
      int grown = Math.max(filled + more, Math.max(FIRST_BYTES, buffer.length * 2));
      buffer = Arrays.copyOf(buffer, Math.min(mostBytes, grown));
    }
  }

  /** What could not be written is not written again: whoever writes on gets the next failure. */
  private void writeBuffer() throws IOException {
    int length = filled;
    filled = 0;
    if (length > 0) {
      to.write(buffer, 0, length);
    }
  }

  @Override
  public void flush() throws IOException {
    writeBuffer();
    to.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
    to.close();
  }
}

package org.meanwhile.work;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Collects small writes into large ones. The buffer grows with what is written, up to a maximum:
 * most outputs are small or huge, and a job that writes nothing costs no memory. For one thread.
 */
final class GrowingBuffer extends OutputStream {
  private static final int FIRST_BYTES = 256;

  private final OutputStream target;
  private final int maxBytes;
  private byte[] buffer = {};
  private int filled;

  GrowingBuffer(OutputStream target, int maxBytes) {
    this.target = target;
    this.maxBytes = maxBytes;
  }

  @Override
  public void write(int b) throws IOException {
    makeRoom(1);
    buffer[filled++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    if (length >= maxBytes) {
      writeBuffer();
      target.write(bytes, from, length);
      return;
    }
    makeRoom(length);
    System.arraycopy(bytes, from, buffer, filled, length);
    filled += length;
  }

  private void makeRoom(int more) throws IOException {
    if (filled + more > maxBytes) {
      writeBuffer();
    }
    if (filled + more > buffer.length) {
      int grown = Math.max(filled + more, Math.max(FIRST_BYTES, buffer.length * 2));
      buffer = Arrays.copyOf(buffer, Math.min(maxBytes, grown));
    }
  }

  /**
   * Empties the buffer even when the write fails. Bytes that could not be written are not written
   * again; later writes fail by themselves.
   */
  private void writeBuffer() throws IOException {
    int length = filled;
    filled = 0;
    if (length > 0) {
      target.write(buffer, 0, length);
    }
  }

  @Override
  public void flush() throws IOException {
    writeBuffer();
    target.flush();
  }

  @Override
  public void close() throws IOException {
    flush();
    target.close();
  }
}

package org.meanwhile.builtin.sort;

import java.io.IOException;
import java.io.OutputStream;

/** Writes each line and a line feed to the output, buffered: {@link #flush} at the end. */
final class TextSink implements LineSink {
  private final OutputStream out;
  private final byte[] buffer = new byte[64 * 1024];
  private int used;

  TextSink(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length >= buffer.length - used) {
      flush();
    }
    if (length >= buffer.length) {
      out.write(bytes, offset, length);
    } else {
      System.arraycopy(bytes, offset, buffer, used, length);
      used += length;
    }
    buffer[used++] = '\n';
  }

  void flush() throws IOException {
    out.write(buffer, 0, used);
    used = 0;
  }
}

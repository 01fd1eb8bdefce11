package org.meanwhile.builtin.sort;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;

/** Reads a run line by line; the current line is always complete in the buffer. */
final class RunReader implements AutoCloseable {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final InputStream in;
  private final byte[] buffer;
  private int limit;
  private int start;
  private int length;
  private long key;

  /**
   * @param bufferBytes raised to the size of the longest line of the run
   */
  RunReader(Run run, int bufferBytes) throws IOException {
    this.buffer = new byte[Math.max(bufferBytes, Run.HEADER + run.longestLine())];
    this.in = Files.newInputStream(run.file());
  }

  /** Goes to the next line; returns false at the end of the run. */
  boolean next() throws IOException {
    int header = start + length;
    if (!has(header, Run.HEADER)) {
      header = refill(header);
      if (limit == 0) {
        return false;
      }
    }
    int nextLength = (int) INT.get(buffer, header);
    if (!has(header, Run.HEADER + nextLength)) {
      header = refill(header);
    }
    start = header + Run.HEADER;
    length = nextLength;
    key = loadKey();
    return true;
  }

  private boolean has(int from, int count) {
    return count <= limit - from;
  }

  /** Moves the rest of the buffer to its beginning and fills it up; returns the new position. */
  private int refill(int from) throws IOException {
    int rest = limit - from;
    System.arraycopy(buffer, from, buffer, 0, rest);
    limit = rest + in.readNBytes(buffer, rest, buffer.length - rest);
    return 0;
  }

  private long loadKey() {
    if (length >= 8) {
      return (long) LONG.get(buffer, start);
    }
    long bytes = 0;
    for (int i = 0; i < length; i++) {
      bytes |= (buffer[start + i] & 0xFFL) << (56 - 8 * i);
    }
    return bytes;
  }

  int compareTo(RunReader other) {
    int order = Long.compareUnsigned(key, other.key);
    return order != 0
        ? order
        : Arrays.compareUnsigned(
            buffer, start, start + length, other.buffer, other.start, other.start + other.length);
  }

  int length() {
    return length;
  }

  boolean hasLine(byte[] bytes, int count) {
    return Arrays.equals(buffer, start, start + length, bytes, 0, count);
  }

  void copyTo(byte[] target) {
    System.arraycopy(buffer, start, target, 0, length);
  }

  void writeTo(LineSink sink) throws IOException {
    sink.write(buffer, start, length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

package org.meanwhile.builtin.sort;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.meanwhile.operation.Task;

/**
 * Lines and their index in one array. The lines grow from the beginning of the array, each after
 * its length, and the index grows from its end: many short lines fill it as well as few long ones.
 * A line takes 16 bytes besides its own.
 *
 * <p>An index entry is a <em>key</em>, which is seven bytes of the line and their number, and the
 * position of the line. Most comparisons end at the key and do not touch the line.
 *
 * <p>The last line is <em>open</em> until {@link #close()}. Not thread-safe.
 */
final class LineArena {
  /** The bytes that a line takes besides its own. */
  static final int OVERHEAD = 16;

  private static final int ENTRY = 12;
  private static final int HEADER = 4;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The number of bytes of a line in one key. */
  static final int KEY_BYTES = 7;

  /** The lowest byte of a key whose line continues after it. */
  static final int CONTINUES = 8;

  private final byte[] bytes;
  private int lines;

  /** The position of the length of the open line. */
  private int openStart;

  /** The position of the next byte of the open line. */
  private int openEnd = HEADER;

  LineArena(int size) {
    bytes = new byte[size];
  }

  int lines() {
    return lines;
  }

  int openLength() {
    return openEnd - openStart - HEADER;
  }

  /** Appends bytes to the open line. Returns false, and appends nothing, when there is no room. */
  boolean append(byte[] source, int from, int to) {
    int length = to - from;
    if (length > bytes.length - ENTRY * (lines + 1) - openEnd) {
      return false;
    }
    System.arraycopy(source, from, bytes, openEnd, length);
    openEnd += length;
    return true;
  }

  /** Removes a carriage return from the end of the open line. */
  void chompReturn() {
    if (openLength() > 0 && bytes[openEnd - 1] == '\r') {
      openEnd--;
    }
  }

  boolean isOpenLineUtf8(Utf8 utf8) {
    return utf8.isValid(bytes, openStart + HEADER, openEnd);
  }

  /**
   * Ends the open line, and opens the next one. Returns false, and does nothing, when there is no
   * room for the index entry or for the length of the next line.
   */
  boolean close() {
    if (HEADER + ENTRY > bytes.length - ENTRY * (lines + 1) - openEnd) {
      return false;
    }
    INT.set(bytes, openStart, openLength());
    INT.set(bytes, entry(lines) + 8, openStart);
    loadKey(lines, 0);
    lines++;
    openStart = openEnd;
    openEnd += HEADER;
    return true;
  }

  /** Removes all lines but the open one. */
  void clear() {
    int length = openLength();
    System.arraycopy(bytes, openStart + HEADER, bytes, HEADER, length);
    openStart = 0;
    openEnd = HEADER + length;
    lines = 0;
  }

  /** Writes all closed lines in the order of their index, which must be sorted. */
  void writeTo(LineSink sink, LineOrder order, Task task) throws IOException {
    int step = order.descending() ? -1 : 1;
    int line = order.descending() ? lines - 1 : 0;
    for (int i = 0; i < lines; i++, line += step) {
      if ((i & 0xFFF) == 0) {
        task.checkCanceled();
      }
      if (!order.unique() || i == 0 || compareRest(line, line - step, 0) != 0) {
        int start = start(line);
        sink.write(bytes, start + HEADER, length(start));
      }
    }
  }

  private int entry(int line) {
    return bytes.length - ENTRY * (line + 1);
  }

  private int start(int line) {
    return (int) INT.get(bytes, entry(line) + 8);
  }

  private int length(int start) {
    return (int) INT.get(bytes, start);
  }

  long key(int line) {
    return (long) LONG.get(bytes, entry(line));
  }

  /**
   * Sets the key to the bytes that begin {@code depth} bytes into the line. Reading eight bytes
   * never leaves the array: the last line is followed by its index entry.
   */
  void loadKey(int line, int depth) {
    int start = start(line);
    int rest = length(start) - depth;
    long key = 0;
    if (rest > KEY_BYTES) {
      key = (long) LONG.get(bytes, start + HEADER + depth) & -1L << 8 | CONTINUES;
    } else if (rest > 0) {
      key = (long) LONG.get(bytes, start + HEADER + depth) & -1L << (64 - 8 * rest) | rest;
    }
    LONG.set(bytes, entry(line), key);
  }

  void swap(int a, int b) {
    int entryA = entry(a);
    int entryB = entry(b);
    long key = (long) LONG.get(bytes, entryA);
    int start = (int) INT.get(bytes, entryA + 8);
    LONG.set(bytes, entryA, (long) LONG.get(bytes, entryB));
    INT.set(bytes, entryA + 8, (int) INT.get(bytes, entryB + 8));
    LONG.set(bytes, entryB, key);
    INT.set(bytes, entryB + 8, start);
  }

  /** Compares two lines as unsigned bytes, without their first {@code depth} bytes. */
  int compareRest(int a, int b, int depth) {
    int startA = start(a);
    int startB = start(b);
    return Arrays.compareUnsigned(
        bytes,
        startA + HEADER + depth,
        startA + HEADER + length(startA),
        bytes,
        startB + HEADER + depth,
        startB + HEADER + length(startB));
  }
}

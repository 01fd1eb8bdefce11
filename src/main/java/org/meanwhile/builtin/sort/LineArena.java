package org.meanwhile.builtin.sort;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.meanwhile.operation.Task;

/**
 * Lines and their index in one array: lines grow from its beginning, each behind its length, and
 * their index grows from its end. Whatever the length of the lines, it is full when it is full: 16
 * bytes for each line beside its own.
 *
 * <p>An index entry is a <em>key</em>, seven bytes of the line and how many of them count, and the
 * line's place. Most comparisons end at the key and never touch the line.
 */
final class LineArena {
  static final int OVERHEAD = 16;
  private static final int ENTRY = 12;
  private static final int HEADER = 4;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Bytes of a line in one key. */
  static final int KEY_BYTES = 7;

  /** The lowest byte of a key whose line goes on behind it. */
  static final int GOES_ON = 8;

  private final byte[] bytes;
  private int lines;

  /** Where the open line's length will stand, and where its next byte will. */
  private int openStart;

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

  /** Adds to the line that is being read. False, and nothing is added, when it is full. */
  boolean append(byte[] source, int from, int to) {
    int length = to - from;
    if (length > bytes.length - ENTRY * (lines + 1) - openEnd) {
      return false;
    }
    System.arraycopy(source, from, bytes, openEnd, length);
    openEnd += length;
    return true;
  }

  /** Takes a carriage return from the end of the open line. */
  void chompReturn() {
    if (openLength() > 0 && bytes[openEnd - 1] == '\r') {
      openEnd--;
    }
  }

  boolean isOpenLineUtf8(Utf8 utf8) {
    return utf8.isValid(bytes, openStart + HEADER, openEnd);
  }

  /** Ends the open line. False when it is full, for the line itself or the next one's header. */
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

  /** Forgets all lines but the open one. */
  void clear() {
    int length = openLength();
    System.arraycopy(bytes, openStart + HEADER, bytes, HEADER, length);
    openStart = 0;
    openEnd = HEADER + length;
    lines = 0;
  }

  /** Hands all lines out in the order of their index; equal neighbours once when unique. */
  void writeTo(LineSink sink, boolean descending, boolean unique, Task task) throws IOException {
    int step = descending ? -1 : 1;
    int line = descending ? lines - 1 : 0;
    for (int i = 0; i < lines; i++, line += step) {
      if ((i & 0xFFF) == 0) {
        task.checkCanceled();
      }
      if (!unique || i == 0 || compareRest(line, line - step, 0) != 0) {
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
   * Makes the key of what begins {@code depth} bytes into the line. Reading eight bytes never
   * leaves the array: behind the last line is its index entry.
   */
  void loadKey(int line, int depth) {
    int start = start(line);
    int left = length(start) - depth;
    long key = 0;
    if (left > KEY_BYTES) {
      key = (long) LONG.get(bytes, start + HEADER + depth) & -1L << 8 | GOES_ON;
    } else if (left > 0) {
      key = (long) LONG.get(bytes, start + HEADER + depth) & -1L << (64 - 8 * left) | left;
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

  /** Compares two lines from {@code depth} on. */
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

package org.meanwhile.builtin.sort;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.meanwhile.operation.PermanentFailure;

/** Cuts a stream into lines and puts them into an arena until that is full. */
final class LineReader {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final LineArena arena;
  private final int maxLineBytes;
  private final Utf8 utf8 = new Utf8();
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int limit;
  private long read;
  private long lineNumber = 1;

  /** Whether the open line is read, but the arena was too full to end it. */
  private boolean atLineFeed;

  /**
   * @param maxLineBytes a longer line ends the work
   */
  LineReader(InputStream in, LineArena arena, int maxLineBytes) throws IOException {
    this.in = in;
    this.arena = arena;
    this.maxLineBytes = maxLineBytes;
    limit = in.readNBytes(buffer, 0, BYTE_ORDER_MARK.length);
    read = limit;
    if (Arrays.equals(buffer, 0, limit, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)) {
      position = limit;
    }
  }

  /** Bytes read so far. */
  long read() {
    return read;
  }

  /** Why it stopped reading. */
  enum Stop {
    ARENA_FULL,
    /** The caller may look up: for a cancellation, say. */
    PAUSE,
    END
  }

  Stop readOn() throws IOException, PermanentFailure {
    while (position < limit || atLineFeed) {
      if (!takeLine()) {
        return Stop.ARENA_FULL;
      }
    }
    limit = in.read(buffer);
    position = 0;
    if (limit > 0) {
      read += limit;
      return Stop.PAUSE;
    }
    limit = 0;
    // The last line need not end with a line feed.
    return arena.openLength() == 0 || endLine() ? Stop.END : Stop.ARENA_FULL;
  }

  /** Takes what the buffer has of a line. False when the arena is full. */
  private boolean takeLine() throws PermanentFailure {
    if (!atLineFeed) {
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      if (arena.openLength() + (end - position) > maxLineBytes) {
        throw new PermanentFailure(
            "line-too-long",
            "Line "
                + lineNumber
                + " is longer than "
                + maxLineBytes
                + " bytes, a quarter of the memory.");
      }
      if (!arena.append(buffer, position, end)) {
        return false;
      }
      position = Math.min(end + 1, limit);
      if (end == limit) {
        return true;
      }
      arena.chompReturn();
      atLineFeed = true;
    }
    if (!endLine()) {
      return false;
    }
    atLineFeed = false;
    return true;
  }

  private boolean endLine() throws PermanentFailure {
    if (!arena.isOpenLineUtf8(utf8)) {
      throw new PermanentFailure("not-utf-8", "Line " + lineNumber + " is not UTF-8.");
    }
    if (!arena.close()) {
      return false;
    }
    lineNumber++;
    return true;
  }
}

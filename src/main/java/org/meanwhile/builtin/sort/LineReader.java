package org.meanwhile.builtin.sort;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.meanwhile.operation.PermanentFailure;

/** Cuts a stream into lines and appends them to an arena until the arena is full. */
final class LineReader {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final LineArena arena;
  private final int maxLineBytes;
  private final Utf8 utf8 = new Utf8();
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int limit;
  private long bytesRead;
  private long lineNumber = 1;

  /** Whether the open line was read to its end, but the arena had no room to close it. */
  private boolean atLineFeed;

  /**
   * @param maxLineBytes a longer line fails the job
   */
  LineReader(InputStream in, LineArena arena, int maxLineBytes) throws IOException {
    this.in = in;
    this.arena = arena;
    this.maxLineBytes = maxLineBytes;
    limit = in.readNBytes(buffer, 0, BYTE_ORDER_MARK.length);
    bytesRead = limit;
    if (Arrays.equals(buffer, 0, limit, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length)) {
      position = limit;
    }
  }

  long bytesRead() {
    return bytesRead;
  }

  /** The reason for which {@link #read} returned. */
  enum Stop {
    /** The arena must be cleared before the next call. */
    ARENA_FULL,
    /** A block was read: the caller may check for a cancellation. */
    BLOCK_READ,
    /** The last line was read. */
    END
  }

  /**
   * Reads on, until the arena is full or a block of the stream was read.
   *
   * @throws PermanentFailure when a line is too long, or is not UTF-8
   */
  Stop read() throws IOException, PermanentFailure {
    while (position < limit || atLineFeed) {
      if (!readLine()) {
        return Stop.ARENA_FULL;
      }
    }
    limit = in.read(buffer);
    position = 0;
    if (limit > 0) {
      bytesRead += limit;
      return Stop.BLOCK_READ;
    }
    limit = 0;
    // The last line need not end with a line feed.
    return arena.openLength() == 0 || endLine() ? Stop.END : Stop.ARENA_FULL;
  }

  /** Appends what the buffer has of a line. Returns false when the arena is full. */
  private boolean readLine() throws PermanentFailure {
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

package org.meanwhile.api.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one output for one download. For one thread. */
interface OutputBytes extends Closeable {
  /** How many bytes are written, and read from a file, at a time. */
  int PIECE_BYTES = 64 * 1024;

  /**
   * Returns the bytes that follow a position, at least one and as many as are at hand, in a buffer
   * with an array. The buffer is valid until the next call.
   *
   * @param position below the size of the output
   * @throws IOException when there are no such bytes, or no more
   */
  ByteBuffer read(long position) throws IOException;

  /** Releases what the download holds. */
  @Override
  void close();
}

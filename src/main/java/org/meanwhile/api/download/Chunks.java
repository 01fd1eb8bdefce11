package org.meanwhile.api.download;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.function.IntFunction;
import org.meanwhile.job.content.ContentStore;

/**
 * The chunks of one content, each read with a statement of its own. Safe for many threads.
 *
 * @param source the chunk of a number; null when the content was deleted
 */
record Chunks(IntFunction<byte[]> source, UUID content, long sizeBytes) {

  /** The number of the chunk that a position is in. */
  static int seq(long position) {
    return (int) (position / ContentStore.CHUNK_BYTES);
  }

  /**
   * Reads the chunk that a position is in.
   *
   * @return the bytes from the position to the chunk's end
   * @throws IOException when the content was deleted
   */
  ByteBuffer read(long position) throws IOException {
    return from(position, source.apply(seq(position)));
  }

  /** The rest of a chunk that was read before. */
  ByteBuffer from(long position, byte[] chunk) throws IOException {
    if (chunk == null) {
      throw new EOFException("content " + content + " was deleted");
    }
    int offset = (int) (position % ContentStore.CHUNK_BYTES);
    if (offset >= chunk.length) {
      throw new EOFException("content " + content + " is shorter than " + sizeBytes + " bytes");
    }
    return ByteBuffer.wrap(chunk, offset, chunk.length - offset);
  }
}

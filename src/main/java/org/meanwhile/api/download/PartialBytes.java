package org.meanwhile.api.download;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.meanwhile.job.content.ContentStore;

/** The bytes of an output that is being written: its chunks, and the pieces of the last one. */
record PartialBytes(ContentStore contents, UUID content) implements OutputBytes {

  @Override
  public ByteBuffer read(long position) throws IOException {
    int seq = Chunks.seq(position);
    int offset = (int) (position % ContentStore.CHUNK_BYTES);
    byte[] bytes = contents.chunk(content, seq);
    if (bytes == null) {
      bytes = contents.tail(content, seq);
    }
    if (bytes.length <= offset) {
      // The chunk has replaced its pieces since, or the run is over and its output deleted.
      bytes = contents.chunk(content, seq);
    }
    if (bytes == null || bytes.length <= offset) {
      throw new EOFException("content " + content + " was deleted");
    }
    return ByteBuffer.wrap(bytes, offset, bytes.length - offset);
  }

  @Override
  public void close() {
    // It holds nothing.
  }
}

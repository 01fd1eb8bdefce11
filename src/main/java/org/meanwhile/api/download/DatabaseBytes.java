package org.meanwhile.api.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.meanwhile.job.content.ContentStore;

/** The bytes of a content from the database. While one chunk is sent, the next one is fetched. */
final class DatabaseBytes implements OutputBytes {
  private final Chunks chunks;
  private final ReadAhead readAhead;
  private final long endByte;
  private FutureTask<byte[]> next;
  private int nextSeq;

  /**
   * @param endByte the position after the last one that is asked for
   */
  DatabaseBytes(Chunks chunks, ReadAhead readAhead, long endByte) {
    this.chunks = chunks;
    this.readAhead = readAhead;
    this.endByte = endByte;
  }

  @Override
  public ByteBuffer read(long position) throws IOException {
    ByteBuffer bytes =
        next != null && nextSeq == Chunks.seq(position)
            ? chunks.from(position, fetched())
            : chunks.read(position);
    close();
    nextSeq = Chunks.seq(position) + 1;
    if ((long) nextSeq * ContentStore.CHUNK_BYTES < endByte) {
      int seq = nextSeq;
      next = readAhead.begin(() -> chunks.source().apply(seq));
    }
    return bytes;
  }

  private byte[] fetched() {
    try {
      next.run();
      return next.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    if (next != null) {
      // Not interrupted: that would cost the connection that it reads from.
      next.cancel(false);
      next = null;
      readAhead.done();
    }
  }
}

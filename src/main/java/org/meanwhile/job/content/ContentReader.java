package org.meanwhile.job.content;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.UUID;
import org.meanwhile.database.RetryPolicy;

/** Reads a content chunk by chunk, each with a statement of its own. For one thread. */
final class ContentReader extends InputStream {
  private final ChunkStore chunks;
  private final UUID id;
  private final long sizeBytes;
  private final RetryPolicy retries;
  private long position;
  private byte[] chunk;
  private int chunkSeq = -1;

  ContentReader(ChunkStore chunks, UUID id, long sizeBytes, long fromByte, RetryPolicy retries) {
    this.chunks = chunks;
    this.id = id;
    this.sizeBytes = sizeBytes;
    this.position = fromByte;
    this.retries = retries;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (position >= sizeBytes) {
      return -1;
    }
    load((int) (position / ChunkStore.CHUNK_BYTES));
    int offset = (int) (position % ChunkStore.CHUNK_BYTES);
    int part = Math.min(length, chunk.length - offset);
    if (part <= 0) {
      throw new EOFException("content " + id + " is shorter than " + sizeBytes + " bytes");
    }
    System.arraycopy(chunk, offset, into, from, part);
    position += part;
    return part;
  }

  @Override
  public long skip(long bytes) {
    long skipped = Math.max(0, Math.min(bytes, sizeBytes - position));
    position += skipped;
    return skipped;
  }

  @Override
  public int available() {
    if (chunk == null || position / ChunkStore.CHUNK_BYTES != chunkSeq) {
      return 0;
    }
    return chunk.length - (int) (position % ChunkStore.CHUNK_BYTES);
  }

  private void load(int seq) throws IOException {
    if (seq == chunkSeq) {
      return;
    }
    chunk = retries.get(() -> chunks.read(id, seq));
    if (chunk == null) {
      chunkSeq = -1;
      throw new EOFException("content " + id + " was deleted");
    }
    chunkSeq = seq;
  }
}

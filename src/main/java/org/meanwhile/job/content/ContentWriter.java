package org.meanwhile.job.content;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.StoredContent;
import org.meanwhile.platform.Sha256;

/**
 * Stores what is written to it chunk by chunk and computes its digest. For one thread.
 *
 * <p>Closing does not keep the content: {@link #finish()} completes it, and a transaction elsewhere
 * keeps it. A writer whose content is not kept is {@linkplain #discard() discarded}.
 */
public final class ContentWriter extends OutputStream {
  static final int INLINE_BYTES = 8 * 1024;

  private final ChunkStore chunks;
  private final ChunkStore.Staging staging;
  private final long limitBytes;
  private final int inlineBytes;
  private final RetryPolicy retries;
  private final UUID id;
  private final MessageDigest digest = Sha256.digest();
  private byte[] buffer = {};
  private int buffered;
  private int stored;
  private int published;
  private boolean staged;
  private long sizeBytes;
  private StoredContent finished;

  /** Of a new content. */
  ContentWriter(
      ChunkStore chunks,
      ChunkStore.Staging staging,
      long limitBytes,
      int inlineBytes,
      RetryPolicy retries) {
    this.chunks = chunks;
    this.staging = staging;
    this.limitBytes = limitBytes;
    this.inlineBytes = inlineBytes;
    this.retries = retries;
    this.id = UUID.randomUUID();
  }

  /**
   * Of a content that is staged already.
   *
   * @param tail the bytes behind the last whole chunk
   */
  ContentWriter(
      ChunkStore chunks, UUID id, UUID writer, StoredPosition from, byte[] tail, long limitBytes) {
    this.chunks = chunks;
    this.staging = new ChunkStore.Staging(null, Optional.empty(), writer, false);
    this.limitBytes = limitBytes;
    this.inlineBytes = 0;
    this.retries = RetryPolicy.NONE;
    this.id = id;
    this.staged = true;
    this.stored = from.chunks();
    this.sizeBytes = from.sizeBytes();
    this.buffer = tail;
    this.buffered = tail.length;
    this.published = tail.length;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    if (finished != null) {
      throw new IOException("the content is finished");
    }
    if (sizeBytes + length > limitBytes) {
      throw new ContentTooLarge(limitBytes);
    }
    digest.update(bytes, from, length);
    sizeBytes += length;
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, ChunkStore.CHUNK_BYTES - buffered);
      makeRoom(part);
      System.arraycopy(bytes, from + done, buffer, buffered, part);
      buffered += part;
      done += part;
      if (buffered == ChunkStore.CHUNK_BYTES) {
        append();
      }
    }
  }

  /** Grows the buffer, so that a short text does not cost a whole chunk of memory. */
  private void makeRoom(int more) {
    if (buffered + more > buffer.length) {
      int doubled = Math.max(buffer.length * 2, buffered + more);
      buffer = Arrays.copyOf(buffer, Math.min(ChunkStore.CHUNK_BYTES, doubled));
    }
  }

  private void append() {
    byte[] data = Arrays.copyOf(buffer, buffered);
    retries.get(
        () -> {
          chunks.append(id, staging(), stored, data, published > 0);
          return null;
        });
    staged = true;
    stored++;
    buffered = 0;
    published = 0;
  }

  private ChunkStore.Staging staging() {
    return staging.first(!staged);
  }

  /** How many bytes the content has, those that are not stored yet included. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** The digest of what this writer has written, of a content that it has begun. Call it once. */
  public String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Stores what was written so far, of an output that is read while it is written or written by
   * several requests.
   *
   * @return false when it was before
   */
  public boolean publish() {
    if (!staging.keepsPieces() || buffered == published) {
      return false;
    }
    byte[] data = Arrays.copyOfRange(buffer, published, buffered);
    retries.get(
        () -> {
          chunks.appendTail(id, staging(), stored, published, data);
          return null;
        });
    staged = true;
    published = buffered;
    return true;
  }

  /**
   * Stores the last chunk. Afterwards writing throws {@link IOException}; repeating it returns the
   * same.
   *
   * @return the content; an output of at most {@value #INLINE_BYTES} bytes is inline, not stored
   *     yet
   */
  public StoredContent finish() {
    if (finished == null) {
      boolean inline = !staged && buffered <= inlineBytes && staging.lease() != null;
      if (!inline && (buffered > 0 || stored == 0)) {
        append();
      }
      finished =
          new StoredContent(
              inline ? null : id,
              inline ? Arrays.copyOf(buffer, buffered) : null,
              sizeBytes,
              HexFormat.of().formatHex(digest.digest()));
      buffer = null;
    }
    return finished;
  }

  /** Dooms the stored chunks; content that was kept meanwhile stays. */
  public void discard() {
    if (staged) {
      chunks.discard(id);
    }
  }
}

package org.meanwhile.job.content;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.Lease;
import org.meanwhile.job.StoredContent;
import org.meanwhile.platform.Sha256;

/**
 * Stores what is written to it chunk by chunk and computes its digest. For one thread.
 *
 * <p>Closing does not keep the content: {@link #finish()} says that it is whole, and a transaction
 * elsewhere keeps it. A writer that will not be finished is {@linkplain #discard() discarded}.
 */
public final class ContentWriter extends OutputStream {
  static final int INLINE_BYTES = 8 * 1024;

  private final ContentStore contents;
  private final Lease lease;
  private final long limitBytes;
  private final int inlineBytes;
  private final RetryPolicy patience;
  private final UUID id = UUID.randomUUID();
  private final MessageDigest digest = Sha256.digest();
  private byte[] buffer = {};
  private int buffered;
  private int chunks;
  private long sizeBytes;
  private StoredContent finished;

  ContentWriter(
      ContentStore contents, Lease lease, long limitBytes, int inlineBytes, RetryPolicy patience) {
    this.contents = contents;
    this.lease = lease;
    this.limitBytes = limitBytes;
    this.inlineBytes = inlineBytes;
    this.patience = patience;
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
      int part = Math.min(length - done, ContentStore.CHUNK_BYTES - buffered);
      makeRoom(part);
      System.arraycopy(bytes, from + done, buffer, buffered, part);
      buffered += part;
      done += part;
      if (buffered == ContentStore.CHUNK_BYTES) {
        append();
      }
    }
  }

  /** A writer of little text should not cost a whole chunk of memory. */
  private void makeRoom(int more) {
    if (buffered + more > buffer.length) {
      int doubled = Math.max(buffer.length * 2, buffered + more);
      buffer = Arrays.copyOf(buffer, Math.min(ContentStore.CHUNK_BYTES, doubled));
    }
  }

  private void append() {
    byte[] data = Arrays.copyOf(buffer, buffered);
    patience.get(
        () -> {
          contents.append(id, lease, chunks, data);
          return null;
        });
    chunks++;
    buffered = 0;
  }

  /**
   * Says that nothing more comes; what was written stands in the database, or inline when it is
   * little.
   */
  public StoredContent finish() {
    if (finished == null) {
      boolean inline = chunks == 0 && buffered <= inlineBytes && lease != null;
      if (!inline && (buffered > 0 || chunks == 0)) {
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

  /** Gives up whatever was stored; for content that no transaction kept. */
  public void discard() {
    if (chunks > 0) {
      contents.discard(id);
    }
  }
}

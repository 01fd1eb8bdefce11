package org.meanwhile.job.content;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.StoredContent;
import org.meanwhile.platform.Sha256;

/**
 * Bytes of any length in the database: files that callers send, outputs that operations make. A
 * stream holds one chunk in memory, and no connection while nothing is read or written.
 *
 * <p>Content is <em>staged</em> until the transaction that makes it part of a job <em>keeps</em>
 * it, and <em>doomed</em> when nobody may read it any more. {@code JobCleaner} deletes doomed
 * content, and dooms staged content that was left behind.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class ContentStore {
  /** How many bytes each chunk of a content has, but for the last one. */
  public static final int CHUNK_BYTES = ChunkStore.CHUNK_BYTES;

  private Database database;
  private ChunkStore chunks;

  /** For the container's proxy. */
  protected ContentStore() {}

  @Inject
  public ContentStore(Database database) {
    this.database = database;
    this.chunks = new ChunkStore(database);
  }

  /**
   * Returns a writer for a file that a caller sends.
   *
   * @param limitBytes writing more throws {@link ContentTooLarge}
   */
  public ContentWriter stageUpload(long limitBytes) {
    return new ContentWriter(
        chunks,
        new ChunkStore.Staging(null, Optional.empty(), null, true),
        limitBytes,
        0,
        RetryPolicy.NONE);
  }

  /**
   * Returns a writer for the output of a run; what it wrote is deleted when the lease is lost.
   *
   * @param limitBytes writing more throws {@link ContentTooLarge}
   */
  public ContentWriter stageOutput(Lease lease, long limitBytes, RetryPolicy retries) {
    return stageOutput(lease, limitBytes, retries, Optional.empty());
  }

  /**
   * The same for an output that may be read while it is written.
   *
   * @param description what the output is; empty for an output that is read when its run has ended
   */
  public ContentWriter stageOutput(
      Lease lease,
      long limitBytes,
      RetryPolicy retries,
      Optional<ChunkStore.Description> description) {
    return new ContentWriter(
        chunks,
        new ChunkStore.Staging(lease, description, null, true),
        limitBytes,
        ContentWriter.INLINE_BYTES,
        retries);
  }

  /**
   * Stages an output that one request after the other may append to, for as long as the lease
   * holds, within a transaction. It is empty; {@link #resume} writes to it.
   *
   * @param description what the output is; empty for an output that is read when its run has ended
   */
  public static UUID beginOutput(
      Connection c, Lease lease, UUID writer, Optional<ChunkStore.Description> description)
      throws SQLException {
    UUID content = UUID.randomUUID();
    ChunkStore.stage(c, content, new ChunkStore.Staging(lease, description, writer, true));
    return content;
  }

  /** Dooms a staged content, within a transaction; content that was kept meanwhile stays. */
  public static void discard(Connection c, UUID content) throws SQLException {
    Rows.update(c, ContentSql.CONTENT_DISCARD, content);
  }

  /**
   * The digest of a content to which nobody writes.
   *
   * @param alive called before each chunk is read
   * @return in lower-case hexadecimal
   * @throws IllegalStateException when the content was deleted meanwhile
   */
  public String sha256(UUID content, StoredPosition end, Runnable alive) {
    MessageDigest digest = Sha256.digest();
    for (int seq = 0; seq < end.chunks(); seq++) {
      alive.run();
      byte[] chunk = chunks.read(content, seq);
      if (chunk == null) {
        throw new IllegalStateException("content " + content + " was deleted meanwhile");
      }
      digest.update(chunk);
    }
    digest.update(chunks.readTail(content, end.chunks()));
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Takes a content over: what earlier writers still write to it is refused.
   *
   * @return how many bytes it has; empty when it was kept or discarded
   */
  public Optional<StoredPosition> takeOver(UUID content, UUID writer) {
    return chunks.takeOver(content, writer);
  }

  /** How many bytes a content has; empty when it is deleted. */
  public Optional<StoredPosition> position(UUID content) {
    return database.read(c -> ChunkStore.position(c, content));
  }

  /**
   * Returns a writer that appends to a content.
   *
   * @param writer has taken the content over
   * @param from where it goes on
   * @param limitBytes a content of more bytes throws {@link ContentTooLarge}
   */
  public ContentWriter resume(UUID content, UUID writer, StoredPosition from, long limitBytes) {
    byte[] tail = from.tailBytes() == 0 ? new byte[0] : chunks.readTail(content, from.chunks());
    return new ContentWriter(chunks, content, writer, from, tail, limitBytes);
  }

  /**
   * Completes a content within the transaction that keeps it: its last chunk is stored, or, of a
   * short one, all its bytes are inline.
   *
   * @param sha256 of all its bytes
   * @return empty when it was kept or discarded before
   */
  public static Optional<StoredContent> seal(Connection c, UUID content, String sha256)
      throws SQLException {
    Rows.query(c, ContentSql.CONTENT_LOCK, row -> Rows.uuid(row, 1), content);
    // Nobody else writes to it any more.
    if (Rows.update(c, ContentSql.CONTENT_TAKE, UUID.randomUUID(), content) == 0) {
      return Optional.empty();
    }
    StoredPosition end = ChunkStore.position(c, content).orElseThrow();
    byte[] tail = ChunkStore.readTail(c, content, end.chunks());
    if (end.chunks() == 0 && tail.length <= ContentWriter.INLINE_BYTES) {
      Rows.update(c, ContentSql.CONTENT_DISCARD, content);
      return Optional.of(new StoredContent(null, tail, tail.length, sha256));
    }
    if (tail.length > 0) {
      Rows.update(c, ContentSql.TAIL_DELETE, content, end.chunks());
      Rows.update(c, ContentSql.CHUNK_INSERT, content, end.chunks(), tail);
    }
    return Optional.of(new StoredContent(content, null, end.sizeBytes(), sha256));
  }

  /** The outputs of these jobs that are read while they are written, as far as they are there. */
  public List<PartialOutput> partial(Collection<JobId> jobs) {
    List<JobId> asked = List.copyOf(jobs);
    return database.read(
        c ->
            Rows.query(
                c,
                ContentSql.PARTIAL,
                PartialOutput::of,
                new Columns<>(c, asked).uuids(JobId::value)));
  }

  /** The pieces of a chunk that is not full yet, one after the other; may be empty. */
  public byte[] tail(UUID content, int seq) {
    return chunks.readTail(content, seq);
  }

  /**
   * Returns a stream of a content's bytes, which reads a chunk at a time and throws {@link
   * IOException} once the content is deleted.
   *
   * @param fromByte the stream begins at this byte, from 0
   */
  public InputStream read(UUID content, long sizeBytes, long fromByte, RetryPolicy retries) {
    return new ContentReader(chunks, content, sizeBytes, fromByte, retries);
  }

  /**
   * Returns one chunk of a content; null when there is none, or none any more.
   *
   * @param seq counts from 0
   */
  public byte[] chunk(UUID content, int seq) {
    return chunks.read(content, seq);
  }

  /** Of these contents, those that belong to a job and are not deleted. */
  public Set<UUID> kept(Collection<UUID> contents) {
    List<UUID> asked = List.copyOf(contents);
    return Set.copyOf(
        database.read(
            c ->
                Rows.query(
                    c,
                    ContentSql.CONTENTS_KEPT,
                    row -> Rows.uuid(row, 1),
                    new Columns<>(c, asked).uuids(id -> id))));
  }

  /** Returns the bytes of a small output; null when it was deleted meanwhile. */
  public byte[] readInline(JobId job) {
    List<byte[]> rows =
        database.read(
            c -> Rows.query(c, ContentSql.INLINE_READ, row -> row.getBytes(1), job.value()));
    return rows.isEmpty() ? null : rows.get(0);
  }
}

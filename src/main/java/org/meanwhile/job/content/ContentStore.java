package org.meanwhile.job.content;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
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
    return new ContentWriter(chunks, null, limitBytes, 0, RetryPolicy.NONE, Optional.empty());
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
        chunks, lease, limitBytes, ContentWriter.INLINE_BYTES, retries, description);
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

package org.meanwhile.job.content;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;

/**
 * Bytes of any length in the database, in chunks of {@value #CHUNK_BYTES} bytes: files that callers
 * send, outputs that operations make. Memory holds one chunk a stream; no connection is held while
 * nothing is read or written.
 *
 * <p>Content is <em>staged</em> until the transaction that makes it part of a job <em>keeps</em>
 * it, and <em>doomed</em> when nobody may see it any more; {@code JobCleaner} deletes the doomed,
 * and dooms what was staged and left behind.
 */
@ApplicationScoped
public class ContentStore {
  static final int CHUNK_BYTES = 512 * 1024;

  private Database database;

  /** For the container's proxy. */
  protected ContentStore() {}

  /** Contents of the given database. */
  @Inject
  public ContentStore(Database database) {
    this.database = database;
  }

  /**
   * A place for a file that a caller sends.
   *
   * @param limitBytes beyond this, writing throws {@link ContentTooLarge}
   */
  public ContentWriter stageUpload(long limitBytes) {
    return new ContentWriter(this, null, limitBytes, 0, RetryPolicy.NONE);
  }

  /**
   * A place for what a run makes; it is left behind when the lease is lost.
   *
   * @param limitBytes beyond this, writing throws {@link ContentTooLarge}
   */
  public ContentWriter stageOutput(Lease lease, long limitBytes, RetryPolicy patience) {
    return new ContentWriter(this, lease, limitBytes, ContentWriter.INLINE_BYTES, patience);
  }

  /**
   * Content from a byte on, read piece by piece; reading throws {@link IOException} once it is
   * deleted.
   */
  public InputStream read(UUID content, long sizeBytes, long fromByte, RetryPolicy patience) {
    return new ContentReader(this, content, sizeBytes, fromByte, patience);
  }

  /** A small output's bytes; null when it was deleted meanwhile. */
  public byte[] readInline(JobId job) {
    List<byte[]> rows =
        database.read(
            c -> Rows.query(c, ContentSql.INLINE_READ, row -> row.getBytes(1), job.value()));
    return rows.isEmpty() ? null : rows.get(0);
  }

  /** What was staged will not be used; of what was kept meanwhile nothing is lost. */
  public void discard(UUID content) {
    database.transaction(c -> Rows.update(c, ContentSql.CONTENT_DISCARD, content));
  }

  /**
   * Adds a chunk. Repeated, it changes nothing: the name of a content is its writer's alone, so a
   * chunk that is there already was stored by a call whose answer was lost.
   */
  public void append(UUID content, Lease lease, int seq, byte[] data) {
    try {
      insert(content, lease, seq, data);
    } catch (DatabaseFailure e) {
      if (!e.isUniqueViolation()) {
        throw e;
      }
    }
  }

  private void insert(UUID content, Lease lease, int seq, byte[] data) {
    database.transaction(
        c -> {
          if (seq == 0) {
            UUID job = lease == null ? null : lease.job().value();
            Long claim = lease == null ? null : lease.claim();
            Rows.update(c, ContentSql.CONTENT_STAGE, content, job, claim);
          } else if (Rows.update(c, ContentSql.CONTENT_TOUCH, content) == 0) {
            // An idle upload, or a run that was taken for dead: a chunk that came after its content
            // was purged would stay for ever. The update's lock keeps the purge out until then.
            throw new IllegalStateException("content " + content + " was given up meanwhile");
          }
          return Rows.update(c, ContentSql.CHUNK_INSERT, content, seq, data);
        });
  }

  /** One chunk; null when there is none any more. */
  byte[] chunk(UUID content, int seq) {
    List<byte[]> rows =
        database.read(
            c -> Rows.query(c, ContentSql.CHUNK_READ, row -> row.getBytes(1), content, seq));
    return rows.isEmpty() ? null : rows.get(0);
  }
}

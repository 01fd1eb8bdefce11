package org.meanwhile.job.content;

import java.util.List;
import java.util.UUID;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Lease;

/**
 * The chunks of contents, each of {@value #CHUNK_BYTES} bytes but for the last one.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
public final class ChunkStore {
  static final int CHUNK_BYTES = 512 * 1024;

  private final Database database;

  public ChunkStore(Database database) {
    this.database = database;
  }

  /**
   * Adds a chunk; the first one stages its content. Repeating it changes nothing: only the writer
   * knows the id of a content, so a chunk that exists was stored by a call whose answer was lost.
   *
   * @param lease of the run that writes; null for an upload
   * @param seq counts the chunks of a content from 0
   * @throws IllegalStateException when the content was discarded meanwhile
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
            // An idle upload, or a run that was taken for dead. A chunk that came after its content
            // was purged would stay for ever; the update's lock keeps the purge out until then.
            throw new IllegalStateException("content " + content + " was discarded meanwhile");
          }
          return Rows.update(c, ContentSql.CHUNK_INSERT, content, seq, data);
        });
  }

  /** Returns a chunk; null when there is none any more. */
  byte[] read(UUID content, int seq) {
    List<byte[]> rows =
        database.read(
            c -> Rows.query(c, ContentSql.CHUNK_READ, row -> row.getBytes(1), content, seq));
    return rows.isEmpty() ? null : rows.get(0);
  }

  /** Dooms staged content; content that was kept meanwhile stays. */
  public void discard(UUID content) {
    database.transaction(c -> Rows.update(c, ContentSql.CONTENT_DISCARD, content));
  }
}

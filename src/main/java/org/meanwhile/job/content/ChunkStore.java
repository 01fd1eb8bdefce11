package org.meanwhile.job.content;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
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
    append(content, new Staging(lease, Optional.empty(), null, seq == 0), seq, data, false);
  }

  /**
   * The same for a writer that knows whether its content is staged.
   *
   * @param hasTail whether pieces of this chunk are stored, which the chunk replaces
   */
  void append(UUID content, Staging staging, int seq, byte[] data, boolean hasTail) {
    once(
        c -> {
          stage(c, content, staging);
          if (hasTail) {
            Rows.update(c, ContentSql.TAIL_DELETE, content, seq);
          }
          return Rows.update(c, ContentSql.CHUNK_INSERT, content, seq, data);
        });
  }

  /** Adds a piece of a chunk that is not full yet. Repeating it changes nothing, as above. */
  void appendTail(UUID content, Staging staging, int seq, int fromByte, byte[] data) {
    once(
        c -> {
          stage(c, content, staging);
          return Rows.update(c, ContentSql.TAIL_INSERT, content, seq, fromByte, data);
        });
  }

  /**
   * How a content is staged.
   *
   * @param lease of the run that writes; null for an upload
   * @param description of an output that is read while it is written; else empty
   * @param writer who writes now, of a content that is written by one request after the other; else
   *     null
   * @param first whether it is not staged yet
   */
  record Staging(Lease lease, Optional<Description> description, UUID writer, boolean first) {

    /** Whether pieces of a chunk are stored before the chunk is full. */
    boolean keepsPieces() {
      return description.isPresent() || writer != null;
    }

    Staging first(boolean isFirst) {
      return new Staging(lease, description, writer, isFirst);
    }
  }

  /** What an output is. */
  public record Description(String mediaType, String name) {}

  private void once(Database.Work<Integer> insert) {
    try {
      database.transaction(insert);
    } catch (DatabaseFailure e) {
      if (!e.isUniqueViolation()) {
        throw e;
      }
    }
  }

  static void stage(Connection c, UUID content, Staging staging) throws SQLException {
    if (staging.first()) {
      Lease lease = staging.lease();
      Rows.update(
          c,
          ContentSql.CONTENT_STAGE,
          content,
          lease == null ? null : lease.job().value(),
          lease == null ? null : lease.claim(),
          staging.description().map(Description::mediaType).orElse(null),
          staging.description().map(Description::name).orElse(null),
          staging.writer());
    } else if (Rows.update(c, ContentSql.CONTENT_TOUCH, content, staging.writer()) == 0) {
      // An idle upload, or a run that was taken for dead. A chunk that came after its content
      // was purged would stay for ever; the update's lock keeps the purge out until then.
      throw new IllegalStateException("content " + content + " was discarded meanwhile");
    }
  }

  /**
   * Lets a writer go on with a staged content: what others still write to it is refused.
   *
   * @return where it goes on; empty when the content was kept or discarded
   */
  Optional<StoredPosition> takeOver(UUID content, UUID writer) {
    return database.transaction(
        c ->
            Rows.update(c, ContentSql.CONTENT_TAKE, writer, content) == 0
                ? Optional.empty()
                : position(c, content));
  }

  static Optional<StoredPosition> position(Connection c, UUID content) throws SQLException {
    return Rows.query(c, ContentSql.CONTENT_POSITION, StoredPosition::of, content).stream()
        .findFirst();
  }

  /** Returns a chunk; null when there is none any more. */
  byte[] read(UUID content, int seq) {
    List<byte[]> rows =
        database.read(
            c -> Rows.query(c, ContentSql.CHUNK_READ, row -> row.getBytes(1), content, seq));
    return rows.isEmpty() ? null : rows.get(0);
  }

  /** Returns the pieces of a chunk that is not full yet, one after the other; may be empty. */
  byte[] readTail(UUID content, int seq) {
    return database.read(c -> readTail(c, content, seq));
  }

  static byte[] readTail(Connection c, UUID content, int seq) throws SQLException {
    List<byte[]> pieces = Rows.query(c, ContentSql.TAIL_READ, row -> row.getBytes(1), content, seq);
    ByteArrayOutputStream tail = new ByteArrayOutputStream();
    pieces.forEach(tail::writeBytes);
    return tail.toByteArray();
  }

  /** Dooms staged content; content that was kept meanwhile stays. */
  public void discard(UUID content) {
    database.transaction(c -> Rows.update(c, ContentSql.CONTENT_DISCARD, content));
  }
}

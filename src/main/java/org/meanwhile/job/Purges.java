package org.meanwhile.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Deletes what is over, in transactions of a bounded number of rows, so that no lock is held for
 * long and memory does not grow with what there is to delete. Several nodes may do so at a time.
 */
@ApplicationScoped
public class Purges {
  private Database database;

  /** For the container's proxy. */
  protected Purges() {}

  /** Purges of the given database. */
  @Inject
  public Purges(Database database) {
    this.database = database;
  }

  /**
   * Expires outputs, forgets records, and deletes content that nobody can reach.
   *
   * @param batch how many rows a transaction may delete
   * @param idle uploads that nobody touched for so long are given up
   */
  public void purge(int batch, Duration idle) {
    all(batch, c -> expire(c, batch));
    all(batch, c -> dropFiles(c, batch));
    all(batch, c -> forget(c, batch));
    database.transaction(c -> Rows.update(c, Sql.UPLOADS_IDLE, idle.toMillis()));
    database.transaction(c -> Rows.update(c, Sql.OUTPUTS_ABANDONED));
    deleteDoomed(batch);
  }

  private void all(int batch, Database.Work<Integer> page) {
    for (int found = batch; found == batch; ) {
      found = database.transaction(page);
    }
  }

  private static int expire(Connection c, int batch) throws SQLException {
    List<UUID> expired = Rows.query(c, Sql.EXPIRED, row -> row.getObject(1, UUID.class), batch);
    for (UUID job : expired) {
      if (Rows.update(c, Sql.JOB_PURGED, job) == 1) {
        Rows.update(c, Sql.OUTPUT_CONTENT_DOOM, job);
        Rows.update(c, Sql.OUTPUT_EMPTY, job);
      }
    }
    return expired.size();
  }

  private static int forget(Connection c, int batch) throws SQLException {
    List<UUID> gone = Rows.query(c, Sql.GONE, row -> row.getObject(1, UUID.class), batch);
    for (UUID job : gone) {
      Rows.update(c, Sql.JOB_DELETE, job);
    }
    return gone.size();
  }

  private record Done(UUID job, UUID content) {}

  private static int dropFiles(Connection c, int batch) throws SQLException {
    List<Done> files =
        Rows.query(
            c,
            Sql.FILES_DONE,
            row -> new Done(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
            batch);
    for (Done file : files) {
      Rows.update(c, Sql.CONTENT_DOOM, file.content());
      Rows.update(c, Sql.FILE_DELETE, file.job());
    }
    return files.size();
  }

  private void deleteDoomed(int batch) {
    // A chunk is much larger than a row elsewhere.
    int chunks = Math.max(1, batch / 10);
    for (UUID doomed = anyDoomed(); doomed != null; doomed = anyDoomed()) {
      UUID content = doomed;
      all(chunks, c -> Rows.update(c, Sql.CHUNKS_DELETE, content, content, chunks));
      database.transaction(c -> Rows.update(c, Sql.CONTENT_DELETE, content));
    }
  }

  private UUID anyDoomed() {
    List<UUID> found =
        database.transaction(c -> Rows.query(c, Sql.DOOMED, row -> row.getObject(1, UUID.class)));
    return found.isEmpty() ? null : found.get(0);
  }
}

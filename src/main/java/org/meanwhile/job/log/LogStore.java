package org.meanwhile.job.log;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobLogged;
import org.meanwhile.job.Lease;

/**
 * Stores the lines of running jobs.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class LogStore {
  private Database database;
  private Event<JobLogged> logged;

  /** For the container's proxy. */
  protected LogStore() {}

  @Inject
  public LogStore(Database database, Event<JobLogged> logged) {
    this.database = database;
    this.logged = logged;
  }

  /** A batch that is in the database. */
  public record Stored(long lastSeq, int lines, int sizeBytes) {}

  /** What is stored of a job's log, oldest first. */
  public List<Stored> stored(JobId job) {
    return database.read(c -> stored(c, job));
  }

  /** The same within a transaction. */
  public static List<Stored> stored(Connection c, JobId job) throws SQLException {
    return Rows.query(
        c,
        LogSql.STORED,
        row ->
            new Stored(row.getLong(1), (int) (row.getLong(1) - row.getLong(2) + 1), row.getInt(3)),
        job.value());
  }

  /**
   * Stores a batch unless the lease is lost. Storing it again changes nothing.
   *
   * @param trimTo lines up to this number are deleted; 0 for none
   */
  public void append(LogBatch batch, long trimTo) {
    database.transaction(c -> append(c, batch, trimTo));
    stored(batch);
  }

  /** The same within a transaction; {@link #stored} is to be called after it. */
  public static int append(Connection c, LogBatch batch, long trimTo) throws SQLException {
    Lease lease = batch.lease();
    int rows =
        Rows.update(
            c,
            LogSql.INSERT,
            batch.lastSeq(),
            batch.firstSeq(),
            batch.attempt(),
            batch.sizeBytes(),
            batch.stored(),
            lease.job().value(),
            lease.node(),
            lease.claim(),
            lease.job().value(),
            batch.lastSeq());
    return trimTo > 0 ? Rows.update(c, LogSql.TRIM, lease.job().value(), trimTo) : rows;
  }

  /** Tells those who follow the log that a batch is stored. */
  public void stored(LogBatch batch) {
    logged.fire(new JobLogged(batch.lease().job()));
  }
}

package org.meanwhile.job.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;

/**
 * Looks which ended jobs have changed since the look before, whoever has changed them: triggers of
 * the database write them down ({@code V41__changes_of_ended_jobs.sql}), and this reads them with
 * one small statement, however many jobs there are.
 *
 * <p>A transaction may commit long after it has written its change. So a look asks for the changes
 * of all transactions that were open at the look before, or have begun since: it finds every change
 * that was committed by its own begin, and some of them a second time.
 *
 * <p>Where that cannot be known, a look says that any job may have changed: at first, after a look
 * that failed, when another server answers or one that was set back, when changes since the look
 * before were deleted already, and when there are very many.
 *
 * <p>Safe for many threads; looks at a time wait for each other.
 */
final class EndedJobChanges {
  private static final int MAX_CHANGES = 1_000;

  private final Database database;
  private @Nullable State known;

  /**
   * What a look has found.
   *
   * @param databaseTime when it began, or later, by the database's clock
   * @param any whether any job may have changed
   * @param jobs the jobs that have changed
   */
  record Look(Instant databaseTime, boolean any, Set<JobId> jobs) {}

  /**
   * The state of the database at a look.
   *
   * @param openTransaction the first transaction that was open; all before it had ended
   * @param keptFrom the changes of earlier transactions may have been deleted
   * @param server tells one start of a database server from another
   */
  private record State(long openTransaction, long keptFrom, Instant server, Instant time) {
    private State(ResultSet row) throws SQLException {
      this(
          row.getLong("open_transaction"),
          row.getLong("kept_from"),
          Rows.instant(row, "server"),
          Rows.instant(row, "now"));
    }

    boolean follows(State before) {
      return server.equals(before.server)
          && openTransaction >= before.openTransaction
          && keptFrom <= before.openTransaction;
    }
  }

  /**
   * @param change the job, null for all; meaningless unless {@code isChange}
   */
  private record Row(State state, boolean isChange, @Nullable UUID change) {}

  EndedJobChanges(Database database) {
    this.database = database;
  }

  /**
   * The changes since the look before. Of PostgreSQL: the migrations of H2 have no such triggers.
   *
   * @throws DatabaseFailure when the database does not answer
   */
  synchronized Look look() {
    State before = known;
    known = null;
    List<Row> rows =
        database.read(
            c ->
                Rows.query(
                    c,
                    ReadSql.ENDED_CHANGES,
                    EndedJobChanges::row,
                    before == null ? Long.MAX_VALUE : before.openTransaction(),
                    MAX_CHANGES + 1));
    State now = rows.get(0).state();
    Set<JobId> jobs = new HashSet<>();
    boolean any = before == null || !now.follows(before) || rows.size() > MAX_CHANGES;
    for (Row row : rows) {
      if (row.change() != null) {
        jobs.add(new JobId(row.change()));
      } else {
        any |= row.isChange();
      }
    }
    known = now;
    return new Look(now.time(), any, jobs);
  }

  private static Row row(ResultSet row) throws SQLException {
    boolean isChange = row.getObject("changed_at") != null;
    return new Row(new State(row), isChange, Rows.uuid(row, "job_id"));
  }
}

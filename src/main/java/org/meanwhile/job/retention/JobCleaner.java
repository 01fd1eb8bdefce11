package org.meanwhile.job.retention;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.delivery.DeliverySql;
import org.meanwhile.job.log.LogSql;

/**
 * Deletes what has expired, in transactions of a bounded number of rows, so that no lock is held
 * for long and memory does not grow with the backlog. Several nodes may do so at a time: each skips
 * the rows that another has locked.
 *
 * <p>Not to be called inside a container transaction.
 */
@ApplicationScoped
public class JobCleaner {
  /** One chunk counts as this many rows: it is much larger than any other row. */
  private static final int ROWS_PER_CHUNK = 10;

  /**
   * About how many bytes one transaction deletes at most, whatever the batch is. An embedded
   * database keeps in the heap what a transaction has deleted until it commits.
   */
  private static final long MAX_BYTES = 4 * 1024 * 1024;

  /** A chunk has 512 KiB, a checkpoint 64 KiB at most. */
  private static final int MAX_CHUNKS = (int) MAX_BYTES / (512 * 1024);

  private static final int MAX_CHECKPOINTS = (int) MAX_BYTES / (64 * 1024);

  private Database database;

  /** For the container's proxy. */
  protected JobCleaner() {}

  @Inject
  public JobCleaner(Database database) {
    this.database = database.within(Database.NO_LIMIT);
  }

  /**
   * Deletes expired outputs, files and secrets, expired records, and content that nobody can reach.
   *
   * @param batch the most rows of a table that one transaction deletes
   * @param idle uploads that nobody has written to for this long are deleted
   */
  public void purge(int batch, Duration idle) {
    inPages(batch, c -> purgeDue(c, batch));
    int checkpoints = Math.min(batch, MAX_CHECKPOINTS);
    inPages(checkpoints, c -> Rows.update(c, RetentionSql.CHECKPOINTS_DONE, checkpoints));
    inPages(batch, c -> Rows.update(c, RetentionSql.SHARES_EXPIRED, batch));
    inPages(1, c -> deleteSelection(c, batch));
    database.transaction(c -> Rows.update(c, RetentionSql.UPLOADS_IDLE, idle.toMillis()));
    database.transaction(c -> Rows.update(c, RetentionSql.OUTPUTS_ABANDONED));
    inPages(1, c -> deleteDoomed(c, batch));
    RetentionSql.changesTold(database.dialect())
        .ifPresent(sql -> database.transaction(c -> Rows.update(c, sql)));
  }

  /** Repeats until a page has fewer rows than a full one. */
  private void inPages(int full, Database.Work<Integer> page) {
    for (int found = full; found >= full; ) {
      found = database.transaction(page);
    }
  }

  private record Due(UUID job, boolean gone) {}

  private static int purgeDue(Connection c, int batch) throws SQLException {
    List<Due> due =
        Rows.query(
            c, RetentionSql.DUE, row -> new Due(Rows.uuid(row, 1), row.getBoolean(2)), batch);
    expire(c, due.stream().filter(job -> !job.gone()).toList());
    List<UUID> gone = due.stream().filter(Due::gone).map(Due::job).toList();
    List<UUID> first = withinMaxBytes(c, gone);
    forget(c, first);
    return first.size() < gone.size() ? batch : due.size();
  }

  /** As many of the jobs as have inputs of {@link #MAX_BYTES} together, but at least one. */
  private static List<UUID> withinMaxBytes(Connection c, List<UUID> jobs) throws SQLException {
    if (jobs.size() < 2) {
      return jobs;
    }
    Map<UUID, Long> bytes = new HashMap<>();
    Rows.query(
        c,
        RetentionSql.INPUT_BYTES,
        row -> bytes.put(Rows.uuid(row, 1), row.getLong(2)),
        new Columns<>(c, jobs).uuids(job -> job));
    List<UUID> first = new ArrayList<>();
    long total = 0;
    for (UUID job : jobs) {
      total += bytes.getOrDefault(job, 0L);
      if (total > MAX_BYTES && !first.isEmpty()) {
        break;
      }
      first.add(job);
    }
    return first;
  }

  private static void expire(Connection c, List<Due> jobs) throws SQLException {
    if (!jobs.isEmpty()) {
      Columns<Due> columns = new Columns<>(c, jobs);
      deleteContents(c, jobs.stream().map(Due::job).toList(), RetentionSql.OUTPUTS_EMPTY);
      Rows.update(c, LogSql.DELETE, columns.uuids(Due::job));
      Rows.update(c, DeliverySql.SECRETS_DELETE, columns.uuids(Due::job));
      Rows.update(c, RetentionSql.JOBS_PURGED, columns.uuids(Due::job));
    }
  }

  /** Deletes jobs with all that belongs to them, within a transaction. */
  public static void forget(Connection c, List<UUID> jobs) throws SQLException {
    if (!jobs.isEmpty()) {
      Columns<UUID> columns = new Columns<>(c, jobs);
      deleteContents(c, jobs, RetentionSql.OUTPUTS_DELETE);
      Rows.update(c, RetentionSql.DEPENDENCIES_DELETE, columns.uuids(job -> job));
      Rows.update(c, LogSql.DELETE, columns.uuids(job -> job));
      Rows.update(c, RetentionSql.LEASES_DELETE, columns.uuids(job -> job));
      Rows.update(c, RetentionSql.GROUPS_DELETE, columns.uuids(job -> job));
      Rows.update(c, RetentionSql.REQUESTS_DELETE, columns.uuids(job -> job));
      Rows.update(c, DeliverySql.DELIVERIES_DELETE, columns.uuids(job -> job));
      Rows.update(c, DeliverySql.CALLBACKS_DELETE, columns.uuids(job -> job));
      Rows.update(c, RetentionSql.JOBS_DELETE, columns.uuids(job -> job));
    }
  }

  /** Returns 0 when there is nothing more to delete. */
  private static int deleteSelection(Connection c, int batch) throws SQLException {
    List<UUID> ended = Rows.query(c, RetentionSql.SELECTIONS_DONE, row -> Rows.uuid(row, 1));
    for (UUID selection : ended) {
      if (Rows.update(c, RetentionSql.TARGETS_DELETE, selection, selection, batch) < batch) {
        Rows.update(c, RetentionSql.SELECTION_DELETE, selection);
      }
    }
    return ended.size();
  }

  /**
   * Deletes the files and outputs of jobs, but for the contents that are a file or output of
   * another job as well.
   *
   * @param outputs the statement that deletes the outputs, or what they hold
   */
  private static void deleteContents(Connection c, List<UUID> jobs, String outputs)
      throws SQLException {
    Columns<UUID> columns = new Columns<>(c, jobs);
    List<UUID> contents =
        new ArrayList<>(lock(c, RetentionSql.OUTPUT_CONTENTS_LOCK, columns.uuids(job -> job)));
    List<UUID> files = lock(c, RetentionSql.FILE_CONTENTS_LOCK, columns.uuids(job -> job));
    if (!files.isEmpty()) {
      Rows.update(c, RetentionSql.FILES_DELETE, columns.uuids(job -> job));
      contents.addAll(files);
    }
    Rows.update(c, outputs, columns.uuids(job -> job));
    if (!contents.isEmpty()) {
      Rows.update(
          c, RetentionSql.CONTENTS_DOOM, new Columns<>(c, contents).uuids(content -> content));
    }
  }

  private static List<UUID> lock(Connection c, String contents, Array jobs) throws SQLException {
    return Rows.query(c, contents, row -> Rows.uuid(row, 1), jobs);
  }

  /** Returns the number of contents found; 0 when there is nothing more to delete. */
  private static int deleteDoomed(Connection c, int batch) throws SQLException {
    int left = Math.max(1, Math.min(MAX_CHUNKS, batch / ROWS_PER_CHUNK));
    List<UUID> doomed = Rows.query(c, RetentionSql.DOOMED, row -> Rows.uuid(row, 1), left);
    List<UUID> empty = new ArrayList<>();
    for (UUID content : doomed) {
      int chunks =
          left == 0 ? 0 : Rows.update(c, RetentionSql.CHUNKS_DELETE, content, content, left);
      if (chunks < left) {
        empty.add(content);
      }
      left -= chunks;
    }
    if (!empty.isEmpty()) {
      Columns<UUID> columns = new Columns<>(c, empty);
      Rows.update(c, RetentionSql.TAILS_DELETE, columns.uuids(id -> id));
      Rows.update(c, RetentionSql.CONTENTS_DELETE, columns.uuids(id -> id));
    }
    return doomed.size();
  }
}

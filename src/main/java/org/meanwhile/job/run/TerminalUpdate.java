package org.meanwhile.job.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.meanwhile.database.Columns;
import org.meanwhile.database.Dialect;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;
import org.meanwhile.job.delivery.Deliveries;
import org.meanwhile.job.reuse.SharedRuns;

/**
 * Ends a running job for good, guarded by its lease.
 *
 * @param wanted the terminal status; a job whose cancellation was requested becomes CANCELED
 *     instead
 */
record TerminalUpdate(Lease lease, JobStatus wanted, Progress progress, Optional<JobError> error) {

  /** Identifies a claim after its lease is over: no job is claimed twice with the same number. */
  record ClaimKey(UUID job, long number) {
    static ClaimKey of(Lease lease) {
      return new ClaimKey(lease.job().value(), lease.claim());
    }
  }

  /**
   * Ends the jobs whose lease holds, with one statement, and makes their callbacks due. H2 updates
   * the rows in the order of ids, PostgreSQL in that of its table: there two transactions that
   * write some of the same jobs may wait for each other, and one of them is tried again.
   *
   * @param sinceNanos see {@link JobEnded}
   * @return the jobs that ended, with those that shared their runs, which are to get an output in
   *     this transaction when they have succeeded; a lost lease is absent
   */
  static Map<ClaimKey, RunEnd> apply(
      Connection c, Dialect dialect, List<TerminalUpdate> updates, long sinceNanos)
      throws SQLException {
    Map<ClaimKey, RunEnd> ended = new HashMap<>();
    if (updates.isEmpty()) {
      return ended;
    }
    List<UUID> withCallback = new ArrayList<>();
    List<Shared> shared = new ArrayList<>();
    Columns<TerminalUpdate> columns =
        new Columns<>(
            c,
            updates.stream()
                .sorted(Comparator.comparing(update -> update.lease().job().value()))
                .toList());
    Rows.query(
        c,
        RunSql.complete(dialect),
        row -> {
          UUID job = Rows.uuid(row, "id");
          boolean hasLeft = row.getBoolean("has_left");
          if (row.getBoolean("callback") && !hasLeft) {
            withCallback.add(job);
          }
          ClaimKey key = new ClaimKey(job, row.getLong("claim"));
          RunEnd end =
              new RunEnd(
                  new JobEnded(
                      new JobId(job),
                      row.getString("caller"),
                      row.getString("operation"),
                      JobStatus.valueOf(row.getString("status")),
                      false,
                      sinceNanos),
                  hasLeft,
                  List.of());
          if (row.getBoolean("is_shared")) {
            shared.add(new Shared(key, end));
          }
          return ended.put(key, end);
        },
        columns.uuids(u -> u.lease().job().value()),
        columns.uuids(u -> u.lease().node()),
        columns.longs(u -> u.lease().claim()),
        columns.texts(u -> u.wanted().name()),
        columns.longs(u -> u.progress().done()),
        columns.longs(u -> u.progress().total()),
        columns.texts(u -> u.progress().unit()),
        columns.texts(u -> u.progress().message()),
        columns.ints(u -> u.error(JobError::status)),
        columns.texts(u -> u.error(JobError::code)),
        columns.texts(u -> u.error(JobError::message)));
    Deliveries.insert(c, withCallback);
    for (Shared run : shared) {
      TerminalUpdate update = updateOf(updates, run.key());
      ended.put(run.key(), update.endRiders(c, run.end(), sinceNanos));
    }
    return ended;
  }

  private record Shared(ClaimKey key, RunEnd end) {}

  private static TerminalUpdate updateOf(List<TerminalUpdate> updates, ClaimKey key) {
    return updates.stream()
        .filter(update -> ClaimKey.of(update.lease()).equals(key))
        .findFirst()
        .orElseThrow();
  }

  /** Those who share a run end as it has ended, not as its own job, which may have left it. */
  private RunEnd endRiders(Connection c, RunEnd end, long sinceNanos) throws SQLException {
    JobStatus outcome = end.hasLeft() ? wanted : end.job().status();
    if (outcome == JobStatus.CANCELED) {
      // Nobody shared it any more, or a node of the version before did not know of them.
      return end;
    }
    Optional<JobError> failure =
        outcome != JobStatus.FAILED
            ? Optional.empty()
            : wanted == JobStatus.FAILED ? error : Optional.of(MissedDeadline.ERROR);
    return new RunEnd(
        end.job(), end.hasLeft(), SharedRuns.end(c, end.job().id(), outcome, failure, sinceNanos));
  }

  private <T> T error(Function<JobError, T> part) {
    return error.map(part).orElse(null);
  }
}

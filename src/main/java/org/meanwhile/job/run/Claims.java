package org.meanwhile.job.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.meanwhile.database.Database;
import org.meanwhile.database.Dialect;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;
import org.meanwhile.job.read.WaitingCallers;

/**
 * Who runs what: leasing waiting jobs to a node, and what a node must know about the jobs that it
 * holds.
 */
@ApplicationScoped
public class Claims {
  private final ReentrantLock oneByOne = new ReentrantLock();
  private Database database;

  /** For the container's proxy. */
  protected Claims() {}

  /** Claims in the given database. */
  @Inject
  public Claims(Database database) {
    this.database = database;
  }

  /** How many jobs of a caller may be claimed: 1 or more. */
  public record Share(String caller, int most) {}

  /**
   * Callers that have jobs that wait for a slot, in an order of their names that does not change.
   *
   * @param after only names behind this one; empty for all
   */
  public List<String> waitingCallers(String after, int most) {
    return database.read(c -> WaitingCallers.list(c, database.dialect(), after, most));
  }

  /**
   * Leases jobs that wait for a slot to a node, each caller's most urgent first. Those that wait
   * for their time have to be {@linkplain JobScheduler promoted} before.
   *
   * <p>Nothing is claimed for a node that is not alive. When this throws, jobs may have been
   * claimed all the same: {@link #heldBy} tells.
   *
   * @param operations only jobs of these
   * @param shares how many of which callers
   */
  public List<ClaimedJob> claim(UUID node, Collection<String> operations, List<Share> shares) {
    Dialect dialect = database.dialect();
    if (dialect.limitCountsLockedRows()) {
      oneByOne.lock();
    }
    try {
      return database.transaction(c -> claim(c, dialect, node, operations, shares));
    } finally {
      if (dialect.limitCountsLockedRows()) {
        oneByOne.unlock();
      }
    }
  }

  /**
   * A statement for each caller: with one for all, the planner cannot tell how many it asks for.
   */
  private static List<ClaimedJob> claim(
      Connection connection,
      Dialect dialect,
      UUID node,
      Collection<String> operations,
      List<Share> shares)
      throws SQLException {
    List<ClaimedJob> claimed = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(RunSql.claim(dialect))) {
      statement.setObject(1, node);
      statement.setArray(3, connection.createArrayOf("VARCHAR", operations.toArray()));
      statement.setObject(5, node);
      for (Share share : shares) {
        statement.setString(2, share.caller());
        statement.setInt(4, share.most());
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            claimed.add(claimedJob(rows, node));
          }
        }
      }
    }
    return claimed;
  }

  private static ClaimedJob claimedJob(ResultSet row, UUID node) throws SQLException {
    UUID content = Rows.uuid(row, "content_id");
    Optional<ClaimedJob.ClaimedFile> file =
        content == null
            ? Optional.empty()
            : Optional.of(
                new ClaimedJob.ClaimedFile(
                    content,
                    Optional.ofNullable(row.getString("name")),
                    row.getString("media_type"),
                    row.getLong("size_bytes")));
    return new ClaimedJob(
        new Lease(new JobId(Rows.uuid(row, "id")), node, row.getLong("claim")),
        row.getString("operation"),
        row.getString("caller"),
        row.getString("input"),
        row.getInt("attempt"),
        row.getInt("max_attempts"),
        Duration.ofMillis(row.getLong("timeout_ms")),
        Duration.ofMillis(Math.max(0, row.getLong("waited_ms"))),
        file,
        Optional.ofNullable(row.getBytes("state")));
  }

  /** A lease that a node holds, and whether the job's caller wants it no longer. */
  public record Held(Lease lease, boolean cancelRequested) {}

  /** All leases that a node holds. */
  public List<Held> heldBy(UUID node) {
    return database.transaction(
        c ->
            Rows.query(
                c,
                RunSql.RUNNING_HERE,
                row ->
                    new Held(
                        new Lease(new JobId(Rows.uuid(row, 1)), node, row.getLong(2)),
                        row.getObject(3) != null),
                node));
  }

  /** What a lease's holder has to say about its progress. */
  public record ProgressReport(Lease lease, Progress progress) {}

  /** Writes progress, where the lease still holds. */
  public void report(List<ProgressReport> reports) {
    database.transaction(
        c -> {
          try (PreparedStatement statement = c.prepareStatement(RunSql.PROGRESS)) {
            // In one order with those who end jobs, or they may wait for each other.
            for (ProgressReport report : inOrder(reports)) {
              Lease lease = report.lease();
              Progress p = report.progress();
              Rows.bind(
                  statement,
                  p.done(),
                  p.total(),
                  p.unit(),
                  p.message(),
                  lease.job().value(),
                  lease.node(),
                  lease.claim());
              statement.addBatch();
            }
            return statement.executeBatch();
          }
        });
  }

  /** Remembers how far a run has come; false when the lease was lost. */
  public boolean checkpoint(Lease lease, byte[] state) {
    Object[] guarded = {state, lease.job().value(), lease.node(), lease.claim()};
    return database.transaction(
        c ->
            Rows.update(c, RunSql.CHECKPOINT_UPDATE, guarded) == 1
                || Rows.update(c, RunSql.CHECKPOINT_INSERT, guarded) == 1);
  }

  private static List<ProgressReport> inOrder(List<ProgressReport> reports) {
    return reports.stream()
        .sorted(Comparator.comparing(report -> report.lease().job().value()))
        .toList();
  }
}

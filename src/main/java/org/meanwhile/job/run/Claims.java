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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.meanwhile.database.Database;
import org.meanwhile.database.Dialect;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;
import org.meanwhile.job.RunLimits;
import org.meanwhile.job.Speed;
import org.meanwhile.job.Traces;
import org.meanwhile.job.read.WaitingCallers;

/**
 * Leases waiting jobs to nodes, and reads and writes what concerns a lease.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class Claims {
  private final ReentrantLock claiming = new ReentrantLock();
  private Database database;

  /** For the container's proxy. */
  protected Claims() {}

  @Inject
  public Claims(Database database) {
    this.database = database;
  }

  /**
   * The share of a caller in a claim.
   *
   * @param most how many of its jobs are claimed at most; 1 or more
   */
  public record Share(String caller, int most) {}

  /**
   * The outcome of a claim.
   *
   * @param tookNanos by caller, how long its part of the claim took
   */
  public record Claim(List<ClaimedJob> jobs, Map<String, Long> tookNanos) {}

  /**
   * Lists callers with jobs that wait for a slot, in an order of names that does not change.
   *
   * @param after the list begins behind this name; empty for all
   * @param max the longest list
   */
  public List<String> waitingCallers(String after, int max) {
    return database.read(c -> WaitingCallers.list(c, database.dialect(), after, max));
  }

  /**
   * Claims jobs that wait for a slot, of each caller the most urgent first. Scheduled jobs have to
   * be {@linkplain JobScheduler promoted} before.
   *
   * <p>Claims nothing for a node that is marked dead, or drains. When this throws, jobs may be
   * claimed all the same: {@link #heldBy} tells.
   *
   * @param operations only jobs of these operations are claimed
   * @param shares how many jobs of which callers are claimed
   */
  public Claim claim(UUID node, Collection<String> operations, List<Share> shares) {
    return inTransaction(c -> claim(c, node, operations, shares));
  }

  /** Runs a transaction that claims jobs, and does what belongs to the claim. */
  public <T> T inTransaction(Database.Work<T> work) {
    boolean oneByOne = database.dialect().limitCountsLockedRows();
    if (oneByOne) {
      claiming.lock();
    }
    try {
      return database.transaction(work);
    } finally {
      if (oneByOne) {
        claiming.unlock();
      }
    }
  }

  /** The same as {@link #claim}, within {@link #inTransaction}. */
  public Claim claim(Connection c, UUID node, Collection<String> operations, List<Share> shares)
      throws SQLException {
    return claim(c, database.dialect(), node, operations, shares);
  }

  /**
   * One statement for each caller: for a statement over all callers the planner cannot estimate the
   * number of rows.
   */
  private static Claim claim(
      Connection connection,
      Dialect dialect,
      UUID node,
      Collection<String> operations,
      List<Share> shares)
      throws SQLException {
    List<ClaimedJob> claimed = new ArrayList<>();
    Map<String, Long> tookNanos = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(RunSql.claim(dialect))) {
      statement.setObject(1, node);
      statement.setArray(3, connection.createArrayOf("VARCHAR", operations.toArray()));
      statement.setObject(5, node);
      for (Share share : shares) {
        long sinceNanos = System.nanoTime();
        statement.setString(2, share.caller());
        statement.setInt(4, share.most());
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            claimed.add(claimedJob(rows, node));
          }
        }
        tookNanos.put(share.caller(), System.nanoTime() - sinceNanos);
      }
    }
    return new Claim(claimed, tookNanos);
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
        Optional.ofNullable(Rows.longOrNull(row, "until_deadline_ms")).map(Duration::ofMillis),
        Duration.ofMillis(Math.max(0, row.getLong("waited_ms"))),
        file,
        Optional.ofNullable(row.getBytes("state")),
        Traces.read(row));
  }

  /**
   * A lease that a node holds, and what the job's caller wants of its run by now.
   *
   * @param limits as they may have been changed since the claim
   */
  public record Held(Lease lease, boolean cancelRequested, RunLimits limits) {
    private static Held of(UUID node, ResultSet row) throws SQLException {
      Long untilDeadline = Rows.longOrNull(row, "until_deadline_ms");
      return new Held(
          new Lease(new JobId(Rows.uuid(row, "id")), node, row.getLong("claim")),
          row.getObject("cancel_requested_at") != null,
          new RunLimits(
              Duration.ofMillis(row.getLong("timeout_ms")),
              Optional.ofNullable(untilDeadline).map(Duration::ofMillis),
              row.getObject("suspended_at") != null));
    }
  }

  /** Lists all leases that a node holds. */
  public List<Held> heldBy(UUID node) {
    return database.transaction(
        c -> Rows.query(c, RunSql.LEASES_OF_NODE, row -> Held.of(node, row), node));
  }

  /**
   * The progress of a run.
   *
   * @param speed empty when it is not known
   */
  public record ProgressReport(Lease lease, Progress progress, Optional<Speed> speed) {}

  /** Stores the progress of runs whose lease holds; skips the others. */
  public void report(List<ProgressReport> reports) {
    database.transaction(
        c -> {
          try (PreparedStatement statement = c.prepareStatement(RunSql.PROGRESS)) {
            // In the same order as results are stored, or two transactions may deadlock.
            for (ProgressReport report : sortedById(reports)) {
              Lease lease = report.lease();
              Progress p = report.progress();
              Rows.bind(
                  statement,
                  p.done(),
                  p.done(),
                  p.total(),
                  p.unit(),
                  p.message(),
                  report.speed().map(Speed::perSecond).orElse(null),
                  report.speed().map(speed -> speed.gap().toMillis()).orElse(null),
                  lease.job().value(),
                  lease.node(),
                  lease.claim());
              statement.addBatch();
            }
            return statement.executeBatch();
          }
        });
  }

  /** Stores a checkpoint, from which the next attempt resumes; false when the lease was lost. */
  public boolean checkpoint(Lease lease, byte[] state) {
    Object[] guarded = {state, lease.job().value(), lease.node(), lease.claim()};
    return database.transaction(
        c ->
            Rows.update(c, RunSql.CHECKPOINT_UPDATE, guarded) == 1
                || Rows.update(c, RunSql.CHECKPOINT_INSERT, guarded) == 1);
  }

  /** Deletes the checkpoint, so that the next attempt begins anew. */
  public void forgetCheckpoint(Lease lease) {
    database.transaction(
        c ->
            Rows.update(
                c, RunSql.CHECKPOINT_DELETE, lease.job().value(), lease.node(), lease.claim()));
  }

  private static List<ProgressReport> sortedById(List<ProgressReport> reports) {
    return reports.stream()
        .sorted(Comparator.comparing(report -> report.lease().job().value()))
        .toList();
  }
}

package org.meanwhile.job.lease;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.meanwhile.database.Database;
import org.meanwhile.database.Rows;
import org.meanwhile.job.log.LogBatch;
import org.meanwhile.job.log.LogStore;

/**
 * Stores lines of workers in the logs of their jobs, within the limits that the lines of a node's
 * runs have: beyond them the oldest lines are dropped. The row of the lease is locked, so that
 * lines that come through two nodes get numbers of their own.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads.
 */
@ApplicationScoped
public class LeaseLog {
  private static final double MILLIS = 1000;
  private static final String LEVEL = "info";

  private Database database;
  private LogStore logs;

  /** For the container's proxy. */
  protected LeaseLog() {}

  @Inject
  public LeaseLog(Database database, LogStore logs) {
    this.database = database;
    this.logs = logs;
  }

  /**
   * Stores lines.
   *
   * @param lines the newest of those that were sent, at most {@link LogBatch#MAX_LINES}
   * @param dropped how many were sent before them
   * @return false when the lease is not held
   */
  public boolean write(String tokenSha256, List<String> lines, long dropped) {
    record Written(boolean held, Optional<LogBatch> batch) {}
    Written written =
        database.transaction(
            c -> {
              Rows.query(c, LeaseSql.LOCK, row -> row.getString(1), tokenSha256);
              LeaseState state = Leases.state(c, tokenSha256).orElseThrow();
              boolean held = state.phase() == LeaseState.Phase.HELD;
              return new Written(held, held ? write(c, state, lines, dropped) : Optional.empty());
            });
    written.batch().ifPresent(logs::stored);
    return written.held();
  }

  private static Optional<LogBatch> write(
      Connection c, LeaseState state, List<String> lines, long dropped) throws SQLException {
    double allowance =
        Math.min(
            LogBatch.LINES_PER_SECOND,
            state.logAllowance() + state.logAge().toMillis() / MILLIS * LogBatch.LINES_PER_SECOND);
    int kept = Math.min(lines.size(), (int) allowance);
    long missing = state.logDropped() + dropped + lines.size() - kept;
    Rows.update(c, LeaseSql.LOGGED, allowance - kept, kept == 0 ? missing : 0, state.tokenSha256());
    if (kept == 0) {
      return Optional.empty();
    }
    Deque<LogStore.Stored> before = new ArrayDeque<>(LogStore.stored(c, state.lease().job()));
    long last = before.isEmpty() ? 0 : before.getLast().lastSeq();
    LogBatch batch =
        new LogBatch(
            state.lease(),
            state.attempt(),
            last + missing + 1,
            lines.subList(lines.size() - kept, lines.size()).stream()
                .map(text -> new LogBatch.Line(0, LEVEL, text))
                .toList());
    LogStore.append(c, batch, trimTo(before, batch));
    return Optional.of(batch);
  }

  /** The last line of the oldest batches that are too many together with a further one. */
  private static long trimTo(Deque<LogStore.Stored> stored, LogBatch further) {
    long lines = further.lines().size();
    long bytes = further.sizeBytes();
    for (LogStore.Stored each : stored) {
      lines += each.lines();
      bytes += each.sizeBytes();
    }
    long trimTo = 0;
    while (!stored.isEmpty()
        && (lines > LogBatch.MAX_LINES_OF_JOB || bytes > LogBatch.MAX_BYTES_OF_JOB)) {
      LogStore.Stored oldest = stored.remove();
      lines -= oldest.lines();
      bytes -= oldest.sizeBytes();
      trimTo = oldest.lastSeq();
    }
    return trimTo;
  }
}

package org.meanwhile.job.lease;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;

/**
 * A lease as it is, by the database's clock.
 *
 * @param lease the fence of its run
 * @param phase what may be done with it
 * @param endedAs of the request that ended it; empty while it is open, and when it was lost or
 *     handed back
 * @param age since it was given
 * @param lapsesAt it is lost then, unless it is renewed
 * @param suspended whether the job's caller wants it handed back at its next checkpoint
 * @param output empty when none was sent
 * @param outputIsWhole false when the last upload broke off, or goes on
 * @param logDropped how many lines of the log were dropped since the last one that is stored
 * @param logAllowance how many lines of the log it might write {@code logAge} ago
 */
public record LeaseState(
    String tokenSha256,
    Lease lease,
    String operation,
    String holder,
    Phase phase,
    Optional<String> endedAs,
    Duration time,
    Duration age,
    Instant lapsesAt,
    boolean used,
    boolean suspended,
    int attempt,
    int maxAttempts,
    Duration timeout,
    Progress progress,
    Optional<StagedOutput> output,
    boolean outputIsWhole,
    long logDropped,
    double logAllowance,
    Duration logAge) {

  /** What may be done with a lease. */
  public enum Phase {
    /** Its job runs under it. */
    HELD,
    /** Its job runs under it until the worker ends it: the job was canceled. */
    CANCELED,
    /** Its attempt has taken too long, which is not stored yet. */
    TIMED_OUT,
    /** The deadline of its job has passed, which is not stored yet. */
    TOO_LATE,
    /** It was not used in time, or not renewed, which is not stored yet. */
    LAPSED,
    /** It is ended, handed back or lost. */
    OVER
  }

  static LeaseState of(ResultSet row) throws SQLException {
    UUID content = Rows.uuid(row, "content_id");
    return new LeaseState(
        row.getString("token_sha256"),
        new Lease(new JobId(Rows.uuid(row, "job_id")), Lease.WORKERS, row.getLong("claim")),
        row.getString("operation"),
        row.getString("holder"),
        phase(row),
        Optional.ofNullable(row.getString("ended_as")),
        Duration.ofMillis(row.getLong("lease_ms")),
        Duration.ofMillis(row.getLong("age_ms")),
        Rows.instant(row, "lapses_at"),
        row.getBoolean("used"),
        row.getObject("suspended_at") != null,
        row.getInt("attempt"),
        row.getInt("max_attempts"),
        Duration.ofMillis(row.getLong("timeout_ms")),
        new Progress(
            Rows.longOrNull(row, "progress_done"),
            Rows.longOrNull(row, "progress_total"),
            row.getString("progress_unit"),
            row.getString("progress_message")),
        content == null
            ? Optional.empty()
            : Optional.of(
                new StagedOutput(
                    content,
                    row.getString("media_type"),
                    row.getString("file_name"),
                    Optional.ofNullable(row.getString("sha256")))),
        row.getBoolean("is_whole"),
        row.getLong("log_dropped"),
        row.getDouble("log_allowance"),
        Duration.ofMillis(row.getLong("log_age_ms")));
  }

  private static Phase phase(ResultSet row) throws SQLException {
    if (!row.getBoolean("is_open") || !row.getBoolean("runs")) {
      return Phase.OVER;
    }
    if (row.getBoolean("lapsed")) {
      return Phase.LAPSED;
    }
    if (row.getObject("cancel_requested_at") != null) {
      return Phase.CANCELED;
    }
    if (row.getBoolean("timed_out")) {
      return Phase.TIMED_OUT;
    }
    return row.getBoolean("too_late") ? Phase.TOO_LATE : Phase.HELD;
  }

  /** Whether its worker may still end it. */
  public boolean mayEnd() {
    return phase == Phase.HELD || phase == Phase.CANCELED;
  }
}

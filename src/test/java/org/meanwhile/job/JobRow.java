package org.meanwhile.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A row of the table {@code job}, read without any code under test. */
public record JobRow(
    UUID id,
    JobStatus status,
    UUID owner,
    long claim,
    int attempt,
    int crashes,
    long version,
    Instant runAt,
    Instant createdAt,
    Instant startedAt,
    Instant finishedAt,
    Instant cancelRequestedAt,
    Instant removedAt,
    Instant expiresAt,
    Instant goneAt,
    boolean purged,
    Long progressDone,
    String errorCode) {
  public static final String ALL =
      """
      SELECT id, status, owner, claim, attempt, crashes, version, run_at, created_at, started_at,
             finished_at, cancel_requested_at, removed_at, expires_at, gone_at,
             COALESCE(purge_at = gone_at, FALSE) AS purged,
             progress_done, error_code
        FROM job
      """;

  public static JobRow of(ResultSet row) throws SQLException {
    return new JobRow(
        row.getObject("id", UUID.class),
        JobStatus.valueOf(row.getString("status")),
        row.getObject("owner", UUID.class),
        row.getLong("claim"),
        row.getInt("attempt"),
        row.getInt("crashes"),
        row.getLong("version"),
        instant(row, "run_at"),
        instant(row, "created_at"),
        instant(row, "started_at"),
        instant(row, "finished_at"),
        instant(row, "cancel_requested_at"),
        instant(row, "removed_at"),
        instant(row, "expires_at"),
        instant(row, "gone_at"),
        row.getBoolean("purged"),
        row.getObject("progress_done", Long.class),
        row.getString("error_code"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}

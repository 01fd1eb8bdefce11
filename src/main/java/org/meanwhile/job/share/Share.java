package org.meanwhile.job.share;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;

/**
 * Gives access to a job's output by a secret, of which only the hash is stored.
 *
 * @param expiresAt no later than the output expires
 */
public record Share(UUID id, JobId job, Instant createdAt, Instant expiresAt) {

  static Share of(ResultSet row) throws SQLException {
    return new Share(
        Rows.uuid(row, "id"),
        new JobId(Rows.uuid(row, "job_id")),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "expires_at"));
  }
}

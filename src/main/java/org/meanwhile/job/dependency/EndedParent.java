package org.meanwhile.job.dependency;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Dependency;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;

/**
 * A dependency whose parent has ended.
 *
 * @param met whether the child may go on, as far as this parent is concerned
 * @param file the output that is the child's file; empty when it wants none, or there is none
 */
record EndedParent(JobId child, JobId parent, boolean met, Optional<ParentOutput> file) {

  static EndedParent of(ResultSet row) throws SQLException {
    String status = row.getString("status");
    // Without its record nobody knows how a parent has ended: as one that was removed.
    boolean removed = status == null || Rows.instant(row, "removed_at") != null;
    boolean met =
        Dependency.On.valueOf(row.getString("on_end"))
            .isMetBy(status == null ? JobStatus.CANCELED : JobStatus.valueOf(status), removed);
    boolean givesFile = row.getBoolean("gives_file");
    Optional<ParentOutput> file = met && givesFile ? ParentOutput.of(row) : Optional.empty();
    return new EndedParent(
        new JobId(Rows.uuid(row, "child")),
        new JobId(Rows.uuid(row, "parent")),
        met && (!givesFile || file.isPresent()),
        file);
  }

  JobError error() {
    return new JobError(
        424,
        "dependency-failed",
        "job " + parent + ", which it waited for, ended otherwise than it was to",
        Optional.of(parent));
  }

  /**
   * The output of a parent.
   *
   * @param content null when the output is inline
   * @param inline null when it is not
   */
  record ParentOutput(
      UUID content, byte[] inline, String mediaType, String name, long sizeBytes, String sha256) {

    /** Empty when the parent has no output, or none any more. */
    static Optional<ParentOutput> of(ResultSet row) throws SQLException {
      if (row.getString("media_type") == null || Rows.instant(row, "deleted_at") != null) {
        return Optional.empty();
      }
      return Optional.of(
          new ParentOutput(
              Rows.uuid(row, "content_id"),
              row.getBytes("inline_content"),
              row.getString("media_type"),
              row.getString("name"),
              row.getLong("size_bytes"),
              row.getString("sha256")));
    }
  }
}

package org.meanwhile.job.content;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;

/**
 * An output whose run goes on. It only grows, until the run ends or another run begins anew.
 *
 * @param claim of the run
 * @param sizeBytes how much of it can be read
 */
public record PartialOutput(
    JobId job, UUID content, long claim, String mediaType, String name, long sizeBytes) {

  static PartialOutput of(ResultSet row) throws SQLException {
    Integer lastSeq = Rows.intOrNull(row, "last_seq");
    long chunks =
        lastSeq == null ? 0 : (long) lastSeq * ChunkStore.CHUNK_BYTES + row.getLong("last_bytes");
    return new PartialOutput(
        new JobId(Rows.uuid(row, "job_id")),
        Rows.uuid(row, "id"),
        row.getLong("claim"),
        row.getString("media_type"),
        row.getString("name"),
        chunks + row.getLong("tail_bytes"));
  }
}

package org.meanwhile.job.content;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.meanwhile.database.Rows;

/**
 * How far a content is stored.
 *
 * @param chunks how many chunks are stored
 * @param tailBytes how many bytes are stored behind them
 */
public record StoredPosition(int chunks, long sizeBytes, int tailBytes) {
  static StoredPosition of(ResultSet row) throws SQLException {
    Integer lastSeq = Rows.intOrNull(row, "last_seq");
    int tail = row.getInt("tail_bytes");
    return lastSeq == null
        ? new StoredPosition(0, tail, tail)
        : new StoredPosition(
            lastSeq + 1,
            (long) lastSeq * ChunkStore.CHUNK_BYTES + row.getInt("last_bytes") + tail,
            tail);
  }
}

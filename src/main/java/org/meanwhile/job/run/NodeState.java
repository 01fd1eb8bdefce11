package org.meanwhile.job.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.meanwhile.database.Rows;

/**
 * A node as it last told of itself.
 *
 * @param id its incarnation, which is another one after each start
 * @param slots the most jobs that it runs at a time; 0 without the role work
 * @param slotsInUse 0 when it is not alive
 * @param draining whether it claims no more jobs
 */
public record NodeState(
    UUID id,
    String name,
    List<String> roles,
    int slots,
    int slotsInUse,
    Instant startedAt,
    Instant seenAt,
    boolean alive,
    boolean draining) {

  static NodeState of(ResultSet row) throws SQLException {
    boolean alive = row.getBoolean("lives");
    return new NodeState(
        Rows.uuid(row, "incarnation"),
        row.getString("name"),
        Arrays.stream(row.getString("roles").split(",")).filter(role -> !role.isEmpty()).toList(),
        row.getInt("slots"),
        alive ? row.getInt("slots_taken") : 0,
        Rows.instant(row, "started_at"),
        Rows.instant(row, "seen_at"),
        alive,
        row.getBoolean("drains"));
  }
}

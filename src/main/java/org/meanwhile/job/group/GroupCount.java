package org.meanwhile.job.group;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.MemberCounts;

/**
 * How many members of a group are in which status.
 *
 * @param allEnded whether none may run any more
 */
record GroupCount(MemberCounts counts, boolean allEnded) {

  /** What an earlier count has settled: all members before this place have ended, like this. */
  record Settled(int place, MemberCounts ended) {
    static Settled of(ResultSet row) throws SQLException {
      return new Settled(
          row.getInt("settled"),
          new MemberCounts(
              0,
              0,
              row.getInt("settled_succeeded"),
              row.getInt("settled_failed"),
              row.getInt("settled_canceled")));
    }
  }

  private record Part(JobStatus status, int jobs, Integer unfinished) {
    static Part of(ResultSet row) throws SQLException {
      return new Part(
          JobStatus.valueOf(row.getString("status")),
          row.getInt("jobs"),
          Rows.intOrNull(row, "unfinished"));
    }
  }

  /**
   * Counts the members behind those that are settled, and stores what is settled now. The group is
   * locked, so nobody else counts it.
   */
  static GroupCount take(Connection c, UUID group, int total, Settled settled) throws SQLException {
    MemberCounts counts = settled.ended();
    int unfinished = total;
    for (Part part : Rows.query(c, GroupSql.COUNT, Part::of, group, settled.place())) {
      counts = counts.plus(part.status(), part.jobs());
      unfinished = part.unfinished() == null ? unfinished : Math.min(unfinished, part.unfinished());
    }
    boolean allEnded = counts.waiting() + counts.running() == 0;
    if (unfinished > settled.place() && !allEnded) {
      settle(c, group, settled, unfinished);
    }
    // The records of members whose retention is short may be purged already.
    return new GroupCount(counts.plus(JobStatus.CANCELED, total - counts.total()), allEnded);
  }

  private static void settle(Connection c, UUID group, Settled before, int place)
      throws SQLException {
    MemberCounts ended = before.ended();
    for (Part part :
        Rows.query(
            c,
            GroupSql.COUNT_SETTLED,
            row -> new Part(JobStatus.valueOf(row.getString("status")), row.getInt("jobs"), null),
            group,
            before.place(),
            place)) {
      ended = ended.plus(part.status(), part.jobs());
    }
    Rows.update(
        c,
        GroupSql.SETTLE,
        place,
        ended.succeeded(),
        ended.failed(),
        // As above: what is purged is not counted by itself any more.
        ended.canceled() + place - ended.total(),
        group);
  }
}

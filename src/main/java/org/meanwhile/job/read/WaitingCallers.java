package org.meanwhile.job.read;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.meanwhile.database.Dialect;
import org.meanwhile.database.Rows;

/** Lists the callers that have jobs waiting for a slot. */
public final class WaitingCallers {
  /** Skips along the index, however many jobs the callers before have. */
  private static final String NEXT_ON_H2 =
      """
      SELECT w.caller FROM job w
       WHERE w.status = 'WAITING' AND w.scheduled = FALSE AND w.caller > ?
       ORDER BY w.status, w.scheduled, w.caller FETCH FIRST ROW ONLY
      """;

  /** Skips in the index from one caller to the next, however many jobs each has. */
  private static final String ALL_ON_POSTGRESQL =
      """
      WITH RECURSIVE c (caller) AS (
        (SELECT j.caller FROM job j
          WHERE j.status = 'WAITING' AND j.scheduled = FALSE AND j.caller > ?
          ORDER BY j.caller LIMIT 1)
        UNION ALL
        SELECT (SELECT j.caller FROM job j
                 WHERE j.status = 'WAITING' AND j.scheduled = FALSE AND j.caller > c.caller
                 ORDER BY j.caller LIMIT 1)
          FROM c WHERE c.caller IS NOT NULL)
      SELECT caller FROM c WHERE caller IS NOT NULL LIMIT ?
      """;

  private WaitingCallers() {}

  /**
   * Lists callers in the database's order of names. The cost grows with the callers, not with their
   * jobs.
   *
   * @param after the list begins behind this name; empty for all
   * @param max the longest list
   */
  public static List<String> list(Connection c, Dialect dialect, String after, int max)
      throws SQLException {
    return dialect.choose(true, false)
        ? oneByOne(c, after, max)
        : Rows.query(c, ALL_ON_POSTGRESQL, row -> row.getString(1), after, max);
  }

  /** H2's recursive queries take no parameters. */
  private static List<String> oneByOne(Connection c, String after, int max) throws SQLException {
    List<String> callers = new ArrayList<>();
    String last = after;
    while (callers.size() < max) {
      List<String> next = Rows.query(c, NEXT_ON_H2, row -> row.getString(1), last);
      if (next.isEmpty()) {
        break;
      }
      last = next.get(0);
      callers.addAll(next);
    }
    return callers;
  }
}

package org.meanwhile.job.group;

import java.sql.Connection;
import java.sql.SQLException;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.MemberCounts;

/** Stores what a group has beside its job, in the transaction that stores both. */
public final class GroupRows {
  private GroupRows() {}

  /**
   * Inserts the state of a group whose job is stored in this transaction.
   *
   * @param total how many members it has
   * @param base the root of the server for the creating request; links in the output are made from
   *     it
   */
  public static void insert(Connection c, JobId group, StopOn stopOn, int total, String base)
      throws SQLException {
    Rows.update(c, GroupSql.INSERT, group.value(), stopOn.name(), base, total);
    Rows.update(c, GroupSql.BEGIN, MemberCounts.waiting(total).text(), (long) total, group.value());
  }
}

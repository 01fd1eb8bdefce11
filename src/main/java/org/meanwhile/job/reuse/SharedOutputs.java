package org.meanwhile.job.reuse;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.meanwhile.database.Rows;

/** Outputs that several jobs have, within the transaction that gives one to another job. */
final class SharedOutputs {
  private SharedOutputs() {}

  /** Whether a job, whose row is locked, has an output; it keeps it until the end of the lock. */
  static boolean has(Connection c, UUID job) throws SQLException {
    return !Rows.query(c, ReuseSql.HAS_OUTPUT, row -> Rows.uuid(row, 1), job).isEmpty();
  }

  /** Gives the output that a job {@linkplain #has has} to another one. */
  static void give(Connection c, UUID to, UUID from) throws SQLException {
    int rows = Rows.update(c, ReuseSql.OUTPUT_SHARE, to, from);
    if (rows != 1) {
      throw new IllegalStateException(rows + " outputs of job " + from);
    }
  }
}

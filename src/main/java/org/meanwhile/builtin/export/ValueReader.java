package org.meanwhile.builtin.export;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Passes the value of one column to a writer. */
interface ValueReader {

  /**
   * Passes the value of the current row.
   *
   * @param column from 0, as writers count; JDBC counts from 1
   */
  void read(ResultSet rows, int column, RowWriter writer) throws SQLException, IOException;
}

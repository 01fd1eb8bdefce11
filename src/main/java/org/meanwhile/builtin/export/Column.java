package org.meanwhile.builtin.export;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One column of a result.
 *
 * @param index from 0
 * @param reader how its values are read
 */
record Column(int index, String label, ValueReader reader) {

  /**
   * Returns the columns of a result. A repeated label gets {@code _2} and so on: JSON needs unique
   * names.
   *
   * @param nested whether JSON values and arrays are written as JSON, not as text
   */
  static List<Column> of(ResultSetMetaData data, Dialect dialect, boolean nested)
      throws SQLException {
    List<Column> columns = new ArrayList<>();
    Set<String> labels = new HashSet<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      String label = data.getColumnLabel(i);
      for (int n = 2; !labels.add(label); n++) {
        label = data.getColumnLabel(i) + "_" + n;
      }
      ValueReader reader = dialect.reader(data.getColumnType(i), data.getColumnTypeName(i), nested);
      columns.add(new Column(i - 1, label, reader));
    }
    return columns;
  }

  void write(ResultSet rows, RowWriter writer) throws SQLException, IOException {
    reader.read(rows, index, writer);
  }
}

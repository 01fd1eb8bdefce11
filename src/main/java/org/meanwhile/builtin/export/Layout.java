package org.meanwhile.builtin.export;

import java.io.Writer;
import java.util.List;

/**
 * A format with its options. The input of {@code export} explains each.
 *
 * @param nested whether JSON values and arrays are written as JSON, not as text
 */
record Layout(Format format, boolean escapesFormulas, boolean byteOrderMark, boolean nested) {

  RowWriter writer(Writer out, List<Column> columns) {
    List<String> labels = columns.stream().map(Column::label).toList();
    return switch (format) {
      case CSV -> new CsvWriter(out, labels, escapesFormulas, byteOrderMark);
      case NDJSON -> new NdjsonWriter(out, labels);
    };
  }
}

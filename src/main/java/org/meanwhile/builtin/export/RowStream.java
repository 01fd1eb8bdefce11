package org.meanwhile.builtin.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.meanwhile.operation.Task;

/** Streams the rows of a statement into the output of a job. */
final class RowStream {
  private static final int ROWS_PER_PROGRESS = 1000;
  private static final int ROWS_PER_LINE = 100_000;
  private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int BUFFER_CHARS = 64 * 1024;

  private final Dialect dialect;
  private final Layout layout;
  private final Task task;

  RowStream(Dialect dialect, Layout layout, Task task) {
    this.dialect = dialect;
    this.layout = layout;
    this.task = task;
  }

  /**
   * Executes the statement and writes its rows.
   *
   * @param name of the output, without the format's ending
   */
  void write(PreparedStatement statement, String name) throws SQLException, IOException {
    try (CancelWatch watch = new CancelWatch(task, statement);
        ResultSet rows = watch.executeQuery()) {
      List<Column> columns = Column.of(rows.getMetaData(), dialect, layout.nested());
      Format format = layout.format();
      String fileName = name + "." + format.name().toLowerCase(Locale.ROOT);
      Writer out =
          new BufferedWriter(
              new OutputStreamWriter(
                  task.output(format.mediaType(), fileName), StandardCharsets.UTF_8),
              BUFFER_CHARS);
      write(rows, columns, layout.writer(out, columns), out);
      out.flush();
    }
  }

  private void write(ResultSet rows, List<Column> columns, RowWriter writer, Writer out)
      throws SQLException, IOException {
    writer.begin();
    long count = 0;
    long flushedNanos = System.nanoTime();
    while (rows.next()) {
      task.checkCanceled();
      writer.beginRow();
      for (Column column : columns) {
        column.write(rows, writer);
      }
      writer.endRow();
      if (System.nanoTime() - flushedNanos >= FLUSH_NANOS) {
        out.flush();
        flushedNanos = System.nanoTime();
      }
      if (++count % ROWS_PER_PROGRESS == 0) {
        task.progress(count, 0, "rows");
      }
      if (count % ROWS_PER_LINE == 0) {
        task.log(count + " rows so far");
      }
    }
    task.progress(count, count, "rows");
    task.log(count + " rows of " + columns.size() + " columns");
  }
}

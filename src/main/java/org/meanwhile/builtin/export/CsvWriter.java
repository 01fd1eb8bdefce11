package org.meanwhile.builtin.export;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.List;

/**
 * Writes CSV (RFC 4180) with a header. NULL is an empty field and an empty text is {@code ""}, as
 * in PostgreSQL's COPY.
 *
 * <p>In a result of one column NULL is {@code ""}, too: it would be an empty line, which many
 * readers drop (pandas, spreadsheets, Python's csv), and then every later row is one too early. No
 * CSV can tell the two apart there. COPY reads such a NULL with FORCE_NULL.
 *
 * <p>When formulas are escaped ({@link FormulaEscaper}), each text is quoted as well: the field
 * separator of spreadsheets depends on the country. Numbers are written unchanged.
 */
final class CsvWriter implements RowWriter {
  private final Writer out;
  private final List<String> columns;
  private final boolean escapesFormulas;
  private final boolean byteOrderMark;

  /**
   * @param byteOrderMark whether U+FEFF comes first, by which Excel knows UTF-8
   */
  CsvWriter(Writer out, List<String> columns, boolean escapesFormulas, boolean byteOrderMark) {
    this.out = out;
    this.columns = columns;
    this.escapesFormulas = escapesFormulas;
    this.byteOrderMark = byteOrderMark;
  }

  @Override
  public void begin() throws IOException {
    if (byteOrderMark) {
      out.write('\uFEFF');
    }
    for (int i = 0; i < columns.size(); i++) {
      text(i, columns.get(i));
    }
    endRow();
  }

  @Override
  public void beginRow() {}

  @Override
  public void missing(int column) throws IOException {
    separate(column);
    if (columns.size() == 1) {
      quote("");
    }
  }

  @Override
  public void literal(int column, String value) throws IOException {
    separate(column);
    field(value);
  }

  @Override
  public void text(int column, String value) throws IOException {
    separate(column);
    if (escapesFormulas) {
      quote(new FormulaEscaper().escape(value));
    } else {
      field(value);
    }
  }

  @Override
  public void json(int column, String value) throws IOException {
    text(column, value);
  }

  private void quote(String value) throws IOException {
    out.write('"');
    out.write(value.replace("\"", "\"\""));
    out.write('"');
  }

  private void field(String value) throws IOException {
    if (needsQuotes(value)) {
      quote(value);
    } else {
      out.write(value);
    }
  }

  @Override
  public void longText(int column, Reader value) throws IOException {
    separate(column);
    out.write('"');
    char[] piece = new char[4096];
    FormulaEscaper escaper = new FormulaEscaper();
    for (int length = value.read(piece); length >= 0; length = value.read(piece)) {
      String text = new String(piece, 0, length);
      out.write((escapesFormulas ? escaper.escape(text) : text).replace("\"", "\"\""));
    }
    out.write('"');
  }

  @Override
  public void endRow() throws IOException {
    out.write("\r\n");
  }

  private void separate(int column) throws IOException {
    if (column > 0) {
      out.write(',');
    }
  }

  /** A lone {@code \.} ends the data for PostgreSQL's COPY. */
  private static boolean needsQuotes(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ',' || c == '"' || c == '\r' || c == '\n') {
        return true;
      }
    }
    return value.isEmpty() || value.equals("\\.");
  }
}

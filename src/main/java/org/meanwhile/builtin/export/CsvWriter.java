package org.meanwhile.builtin.export;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.List;

/**
 * CSV by RFC 4180 with a header. NULL is an empty field, an empty text is {@code ""}, as in
 * PostgreSQL's COPY.
 *
 * <p>Defused, no text in it is a formula to a spreadsheet that opens it ({@link FormulaEscaper}),
 * and each is quoted, for what one country's spreadsheets take for text is two cells to another's.
 * Numbers stay as they are.
 */
final class CsvWriter implements RowWriter {
  private final Writer out;
  private final List<String> columns;
  private final boolean defused;

  CsvWriter(Writer out, List<String> columns, boolean defused) {
    this.out = out;
    this.columns = columns;
    this.defused = defused;
  }

  @Override
  public void begin() throws IOException {
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
  }

  @Override
  public void literal(int column, String value) throws IOException {
    separate(column);
    field(value);
  }

  @Override
  public void text(int column, String value) throws IOException {
    separate(column);
    if (defused) {
      quote(new FormulaEscaper().defused(value));
    } else {
      field(value);
    }
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
    FormulaEscaper defuser = new FormulaEscaper();
    for (int length = value.read(piece); length >= 0; length = value.read(piece)) {
      String text = new String(piece, 0, length);
      out.write((defused ? defuser.defused(text) : text).replace("\"", "\"\""));
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

  private static boolean needsQuotes(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ',' || c == '"' || c == '\r' || c == '\n') {
        return true;
      }
    }
    return value.isEmpty();
  }
}

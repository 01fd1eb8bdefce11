package org.meanwhile.builtin.export;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes one JSON object a line. Numbers keep all their digits; a number that JSON does not know,
 * such as NaN, is written as text.
 */
final class NdjsonWriter implements RowWriter {
  private static final Pattern JSON_LITERAL =
      Pattern.compile("true|false|-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

  private final Writer out;
  private final List<String> columns;

  NdjsonWriter(Writer out, List<String> columns) {
    this.out = out;
    this.columns = columns;
  }

  @Override
  public void begin() {}

  @Override
  public void beginRow() throws IOException {
    out.write('{');
  }

  @Override
  public void missing(int column) throws IOException {
    name(column);
    out.write("null");
  }

  @Override
  public void literal(int column, String value) throws IOException {
    if (JSON_LITERAL.matcher(value).matches()) {
      name(column);
      out.write(value);
    } else {
      text(column, value);
    }
  }

  @Override
  public void text(int column, String value) throws IOException {
    name(column);
    quote(value);
  }

  @Override
  public void longText(int column, Reader value) throws IOException {
    name(column);
    out.write('"');
    char[] piece = new char[4096];
    for (int length = value.read(piece); length >= 0; length = value.read(piece)) {
      escape(new String(piece, 0, length));
    }
    out.write('"');
  }

  @Override
  public void endRow() throws IOException {
    out.write("}\n");
  }

  private void name(int column) throws IOException {
    if (column > 0) {
      out.write(',');
    }
    quote(columns.get(column));
    out.write(':');
  }

  private void quote(String value) throws IOException {
    out.write('"');
    escape(value);
    out.write('"');
  }

  private void escape(String value) throws IOException {
    int written = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        out.write(value, written, i - written);
        out.write(c < ' ' ? String.format("\\u%04x", (int) c) : "\\" + c);
        written = i + 1;
      }
    }
    out.write(value, written, value.length() - written);
  }
}

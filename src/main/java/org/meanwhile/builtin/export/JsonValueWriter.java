package org.meanwhile.builtin.export;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;

/**
 * Writes values as JSON. Numbers keep all their digits; a number that JSON does not know, such as
 * NaN, is written as text.
 */
abstract class JsonValueWriter implements RowWriter {
  protected final Writer out;

  JsonValueWriter(Writer out) {
    this.out = out;
  }

  /** Writes what stands before a value: a comma, a name. */
  protected abstract void separate(int column) throws IOException;

  @Override
  public final void missing(int column) throws IOException {
    json(column, "null");
  }

  @Override
  public final void literal(int column, String value) throws IOException {
    json(column, JsonText.literal(value));
  }

  @Override
  public final void text(int column, String value) throws IOException {
    json(column, JsonText.quoted(value));
  }

  @Override
  public final void json(int column, String value) throws IOException {
    separate(column);
    out.write(value);
  }

  @Override
  public final void longText(int column, Reader value) throws IOException {
    separate(column);
    out.write('"');
    char[] piece = new char[4096];
    for (int length = value.read(piece); length >= 0; length = value.read(piece)) {
      out.write(JsonText.escaped(new String(piece, 0, length)));
    }
    out.write('"');
  }
}

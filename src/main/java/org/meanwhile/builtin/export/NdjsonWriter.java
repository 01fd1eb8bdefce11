package org.meanwhile.builtin.export;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Writes one JSON object a line. */
final class NdjsonWriter extends JsonValueWriter {
  private final List<String> names;

  NdjsonWriter(Writer out, List<String> columns) {
    super(out);
    names = columns.stream().map(JsonText::quoted).toList();
  }

  @Override
  public void begin() {}

  @Override
  public void beginRow() throws IOException {
    out.write('{');
  }

  @Override
  protected void separate(int column) throws IOException {
    if (column > 0) {
      out.write(',');
    }
    out.write(names.get(column));
    out.write(':');
  }

  @Override
  public void endRow() throws IOException {
    out.write("}\n");
  }
}

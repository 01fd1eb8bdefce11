package org.meanwhile.builtin.export;

import java.io.IOException;
import java.io.Writer;

/** Writes the elements of one array, each as a row with one column. */
final class JsonArrayWriter extends JsonValueWriter {
  private boolean hasElements;

  JsonArrayWriter(Writer out) {
    super(out);
  }

  @Override
  public void begin() throws IOException {
    out.write('[');
  }

  @Override
  public void beginRow() {}

  @Override
  protected void separate(int column) throws IOException {
    if (hasElements) {
      out.write(',');
    }
    hasElements = true;
  }

  @Override
  public void endRow() {}

  void end() throws IOException {
    out.write(']');
  }
}

package org.meanwhile.builtin.export;

import java.io.IOException;
import java.io.Reader;

/** A format of rows. Values come in the order of the columns. */
interface RowWriter {

  /** Before the first row. */
  void begin() throws IOException;

  void beginRow() throws IOException;

  void missing(int column) throws IOException;

  /** A number or a boolean. */
  void literal(int column, String value) throws IOException;

  void text(int column, String value) throws IOException;

  /** Text that may be too long for memory. */
  void longText(int column, Reader value) throws IOException;

  void endRow() throws IOException;
}

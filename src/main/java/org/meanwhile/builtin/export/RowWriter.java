package org.meanwhile.builtin.export;

import java.io.IOException;
import java.io.Reader;

/**
 * Writes rows in one format. The calls are {@link #begin}, and for each row {@link #beginRow}, one
 * value for each column in their order, and {@link #endRow}.
 */
interface RowWriter {

  /** Called once, before the first row. */
  void begin() throws IOException;

  void beginRow() throws IOException;

  /** NULL. */
  void missing(int column) throws IOException;

  /** A number or a boolean, as the database writes it. */
  void literal(int column, String value) throws IOException;

  void text(int column, String value) throws IOException;

  /** A JSON value on one line; CSV has it as text. */
  void json(int column, String value) throws IOException;

  /** Text that may be too long for memory; does not close the reader. */
  void longText(int column, Reader value) throws IOException;

  void endRow() throws IOException;
}

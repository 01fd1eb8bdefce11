package org.meanwhile.operation.catalogue;

import org.jspecify.annotations.Nullable;

/** The input of an operation: describes itself, and reads what callers sent. Thread-safe. */
interface Input<I> {

  /** The JSON Schema 2020-12 of the input, as JSON text. */
  String schema();

  /**
   * Reads an input.
   *
   * @param json the caller's JSON text; null and JSON's null count as an empty object
   * @throws InvalidInput with every violation, up to 100
   */
  I read(@Nullable String json) throws InvalidInput;
}

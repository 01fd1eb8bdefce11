package org.meanwhile.operation.catalogue;

/** What an operation takes: described for callers, and read strictly. Thread-safe. */
interface Input<I> {

  /** Its JSON Schema 2020-12. */
  String schema();

  /**
   * Reads an input.
   *
   * @param json the caller's text; null counts as an empty object, as does JSON's null
   * @throws InvalidInput with every fault
   */
  I read(String json) throws InvalidInput;
}

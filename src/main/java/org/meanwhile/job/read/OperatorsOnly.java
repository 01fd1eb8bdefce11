package org.meanwhile.job.read;

/** Thrown when a filter names a caller, and the one who asks is no operator; answered 403. */
public class OperatorsOnly extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OperatorsOnly() {
    super("only an operator may ask for the jobs of a caller by name");
  }
}

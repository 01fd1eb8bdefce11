package org.meanwhile.operation.catalogue;

/**
 * What may be done with the jobs and outputs of an operation.
 *
 * @param rerunnable whether a job may run again after a crash has cut a run short
 * @param appendOnly whether the output may be read while the job runs
 * @param suspendable whether a running job may be suspended at a checkpoint
 * @param repeatable whether the output of a job is as good for another one with the same input
 */
public record OperationTraits(
    boolean rerunnable, boolean appendOnly, boolean suspendable, boolean repeatable) {
  /** Of a program: its output is a stream, and nobody knows how far it has come. */
  public static final OperationTraits PROGRAM = new OperationTraits(true, true, false, false);

  public OperationTraits withRepeatable(boolean other) {
    return new OperationTraits(rerunnable, appendOnly, suspendable, other);
  }
}

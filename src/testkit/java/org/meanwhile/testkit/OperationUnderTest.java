package org.meanwhile.testkit;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.meanwhile.operation.InputFile;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.catalogue.InvalidInput;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.Violation;

/**
 * An operation as the server's catalogue has it: inputs are JSON, read and validated by the
 * server's own code.
 *
 * @param <O> the class of the operation
 */
public final class OperationUnderTest<O extends Operation<?>> {
  private final O operation;
  private final OfferedOperation offered;

  private OperationUnderTest(O operation) {
    this.operation = operation;
    offered = OfferedOperation.of(operation);
  }

  /**
   * An operation that the test has made, with whatever it needs.
   *
   * @throws IllegalArgumentException when the operation would stop the start of a node: its class
   *     is not annotated, or its annotation or input record breaks a rule
   */
  public static <O extends Operation<?>> OperationUnderTest<O> of(O operation) {
    return new OperationUnderTest<>(operation);
  }

  /** The operation itself. */
  public O operation() {
    return operation;
  }

  /** The JSON Schema of the input, as the catalogue shows it. */
  public String inputSchema() {
    return offered.inputSchema();
  }

  /**
   * What callers would be told of an input; empty when it is valid.
   *
   * @param inputJson JSON text, or null for a request without an input
   */
  public List<Violation> violations(String inputJson) {
    try {
      offered.check(inputJson);
      return List.of();
    } catch (InvalidInput e) {
      return e.violations();
    }
  }

  /**
   * Runs the operation in this thread, as the server does.
   *
   * @param inputJson JSON text, or null for a request without an input
   * @return the task
   * @throws InvalidInput when the server would answer 400
   * @throws IllegalArgumentException when the server would refuse the job for its file, or for
   *     having none
   * @throws CancellationException when the run was canceled and does not count; the operation may
   *     have returned normally, after a read or write was refused
   * @throws Exception the exception that the operation threw
   */
  public TestTask run(String inputJson, TestTask task) throws Exception {
    checkFile(task);
    task.runIn(Thread.currentThread());
    try {
      offered.run(inputJson, task);
      if (task.isRefused()) {
        throw new CancellationException("a read or write was refused: the output may have a hole");
      }
    } finally {
      task.runIn(null);
      if (task.isCanceled()) {
        // The interrupt was the run's, and must not hit the rest of the test.
        Thread.interrupted();
      }
    }
    return task;
  }

  /** Runs the operation with a task of its own, without a file. */
  public TestTask run(String inputJson) throws Exception {
    return run(inputJson, new TestTask());
  }

  private void checkFile(TestTask task) {
    if (task.file().isEmpty()) {
      if (offered.fileRequired()) {
        throw new IllegalArgumentException("400: " + offered.name() + " needs a file");
      }
      return;
    }
    InputFile file = task.file().get();
    if (!offered.takesFile()) {
      throw new IllegalArgumentException("400: " + offered.name() + " takes no file");
    }
    if (!offered.accepts(file.mediaType())) {
      throw new IllegalArgumentException(
          "415: " + offered.name() + " takes no file of " + file.mediaType());
    }
  }
}

package org.meanwhile.operation;

/**
 * Long-running work that callers request by name. One class that implements this interface,
 * annotated with {@link OperationDefinition}, and one record for its input make an operation; see
 * the package's description for an example.
 *
 * <p><b>Threads.</b> The class is a CDI bean, created once. Many threads call {@link #run} at a
 * time, so the state of a run belongs in local variables.
 *
 * <p><b>At least once.</b> An operation may run more than once for one job: after a crash of its
 * node it runs again, on any node, and a run of a node that was only thought dead may go on beside
 * it. The output of one run only is ever seen. An operation that must not run twice sets {@link
 * OperationDefinition#rerunnable()} to false; its job then fails after a crash.
 *
 * @param <I> the input: a record, whose components become the members of a JSON object. A component
 *     may be a {@code String}, {@code int}, {@code long}, {@code double} or {@code boolean} or
 *     their wrappers, {@link java.math.BigDecimal}, an enum (in lower case, with hyphens for
 *     underscores), {@link java.time.Duration}, {@link java.time.Instant}, a {@code List}, a {@code
 *     Map} with {@code String} keys, {@code Object} for any JSON value, or such a record.
 *     <p>Annotations of Jakarta Validation bound a component; a method with {@code @AssertTrue} in
 *     the record bounds several together. MicroProfile OpenAPI's {@code @Schema} describes a
 *     component and gives its default. A component that the caller leaves out, or sends as null,
 *     gets its default. Without a default it is null; a {@code boolean} is false, and any other
 *     primitive is required.
 */
public interface Operation<I> {

  /**
   * Does the work of one run, on a managed thread and outside any transaction.
   *
   * <p>A normal return means that the output is complete, and ends the job as succeeded. A run that
   * stops early must throw.
   *
   * <p>The thread is interrupted when the caller cancels the job, when the job's timeout or
   * deadline is over, and when the node stops. Let {@link InterruptedException} and {@link
   * java.io.InterruptedIOException} pass, and call {@link Task#checkCanceled()} in loops that do
   * not block. A run that goes on for longer than {@code meanwhile.work.cancel-grace} is abandoned:
   * its job ends without it, its result is dropped, and its slot stays taken until it returns.
   *
   * <p>When only the node stops, a run that still returns normally within that time keeps its
   * output; a run that throws is run again by another node, and no attempt is counted.
   *
   * @param input the caller's input, already validated; never null
   * @param task this run: its progress, its output, its file
   * @throws PermanentFailure to fail the job, because another attempt would fail as well
   * @throws TransientFailure to have the job attempted again, as long as it has attempts left
   * @throws Exception to fail the job. The exception is logged; callers see only the id by which
   *     the log has it
   */
  void run(I input, Task task) throws Exception;
}

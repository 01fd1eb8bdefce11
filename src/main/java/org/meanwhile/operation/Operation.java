package org.meanwhile.operation;

/**
 * Work that takes long, offered to callers under a name.
 *
 * <p>One class, annotated with {@link OperationDefinition}, with one input record, makes an
 * operation. The class is a CDI bean, made once; {@link #run} is called by many threads at a time,
 * so whatever a run needs to remember belongs in local variables.
 *
 * <p>An operation runs <em>at least once</em>: after a crash of its node it is run again, by any
 * node. Only one run's output is ever seen. One that must not run twice says so with {@link
 * OperationDefinition#rerunnable()}.
 *
 * @param <I> the input: a record, whose components become the members of the JSON input. They may
 *     be {@code String}, {@code int}, {@code long}, {@code double}, {@code boolean} or their
 *     wrappers, {@link java.math.BigDecimal}, enums (in lower case, with hyphens), {@link
 *     java.time.Duration}, {@link java.time.Instant}, {@code List}s, {@code Map}s with {@code
 *     String} keys, {@code Object} for any JSON value, or such records. Jakarta Validation's
 *     annotations bound them, an {@code @AssertTrue} method of the record bounds several together;
 *     MicroProfile OpenAPI's {@code @Schema} describes them and gives their defaults. An absent
 *     {@code boolean} is false; any other primitive without a default must be there.
 */
public interface Operation<I> {

  /**
   * Does the work. Outside any transaction, on a managed thread.
   *
   * <p>When the caller cancels, time is up or the node stops, the thread is interrupted: let {@link
   * InterruptedException} or {@link java.io.InterruptedIOException} pass, and call {@link
   * Task#checkCanceled()} in loops that do not block. A run that ignores its interruption is cut
   * off: its result is dropped.
   *
   * <p>To return is to say that the output is whole. When only the node stops, the output of a run
   * that returns in time is kept, so a run that stops early must throw.
   *
   * @param input the caller's input, already validated
   * @param task this run: its progress, its output, its file
   * @throws PermanentFailure when another attempt would fail as well
   * @throws TransientFailure when another attempt may succeed
   * @throws Exception anything else fails the job for good; its text stays in the log, callers do
   *     not see it
   */
  void run(I input, Task task) throws Exception;
}

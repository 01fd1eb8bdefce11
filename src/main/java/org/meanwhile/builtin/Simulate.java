package org.meanwhile.builtin;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.meanwhile.operation.DurationRange;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.OperationDefinition;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.Task;
import org.meanwhile.operation.TransientFailure;

/**
 * Does nothing, for a given time and with given failures: for trying clients, and for tests.
 *
 * <p>This is the simplest example for authors. It shows an input record with its rules, progress,
 * output in constant memory, interruption, and checkpoints.
 *
 * <p>The checkpoint is the number of completed steps, stored once a second. A run that continues
 * from a checkpoint writes the output of those steps again, at once: nothing but the checkpoint
 * outlives a run. It saves the time of those steps.
 */
@OperationDefinition(
    name = "simulate",
    title = "Simulate",
    description =
        "Takes as long, writes as much, and fails as often as asked: for trying clients and for"
            + " tests.",
    yields = "*/*",
    maxAttempts = 3,
    suspendable = true,
    repeatable = true)
public class Simulate implements Operation<Simulate.Input> {

  static final String LINE = "meanwhile\n";

  /** A multiple of the length of the line, and large enough for few calls. */
  private static final byte[] BLOCK = LINE.repeat(8192).getBytes(StandardCharsets.US_ASCII);

  /** A crash loses at most a second; one small write a second costs next to nothing. */
  private static final long CHECKPOINT_NANOS = Duration.ofSeconds(1).toNanos();

  /** The kinds of failure; a transient one is followed by another attempt. */
  public enum Failure {
    PERMANENT,
    TRANSIENT
  }

  /**
   * The input of a simulation; the schema below describes each member. An absent member without a
   * default is null.
   */
  public record Input(
      @Schema(description = "How long it takes, PT0S to P7D", defaultValue = "PT0S")
          @DurationRange(max = "P7D")
          Duration duration,
      @Schema(description = "In how many steps, each of which is progress", defaultValue = "10")
          @Min(1)
          @Max(1_000_000)
          int steps,
      @Schema(
              description = "How many bytes it writes, spread over the steps; up to 1 TiB",
              defaultValue = "0")
          @PositiveOrZero
          @Max(1L << 40)
          long outputBytes,
      @Schema(description = "The media type of the output", defaultValue = "text/plain")
          @NotNull
          @Pattern(
              regexp =
                  "[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}"
                      + "(; ?charset=[A-Za-z0-9-]{1,40})?")
          String mediaType,
      @Schema(description = "The step that fails, from 1; none does when it is absent") @Positive
          @Nullable Integer failAtStep,
      @Schema(
              description = "How it fails: for good, or so that another attempt is made",
              defaultValue = "permanent")
          Failure failure,
      @Schema(description = "How many attempts fail; all when it is absent") @Positive
          @Nullable Integer failAttempts,
      @Schema(description = "Whether it goes on when it is cancelled, as a bad operation would")
          boolean ignoreInterrupt) {

    @AssertTrue(message = "failAtStep must be at most steps")
    boolean isFailAtStepReached() {
      return failAtStep == null || failAtStep <= steps;
    }

    boolean fails(int attempt, int step) {
      return failAtStep != null
          && failAtStep == step
          && (failAttempts == null || attempt <= failAttempts);
    }
  }

  @Override
  public void run(Input input, Task task)
      throws IOException, InterruptedException, PermanentFailure, TransientFailure {
    OutputStream output = task.output(input.mediaType(), "simulated");
    int completed = completedSteps(task);
    long startNanos =
        System.nanoTime() - portion(input.duration().toNanos(), completed, input.steps());
    long checkpointNanos = System.nanoTime();
    long written = portion(input.outputBytes(), completed, input.steps());
    write(output, 0, written);
    task.progress(completed, input.steps(), "steps");
    for (int step = completed + 1; step <= input.steps(); step++) {
      waitUntil(startNanos + portion(input.duration().toNanos(), step, input.steps()), input);
      if (!input.ignoreInterrupt()) {
        task.checkCanceled();
      }
      if (input.fails(task.attempt(), step)) {
        fail(input.failure(), step, task.attempt());
      }
      long due = portion(input.outputBytes(), step, input.steps());
      write(output, written, due);
      written = due;
      task.progress(step, input.steps(), "steps");
      if (System.nanoTime() - checkpointNanos >= CHECKPOINT_NANOS) {
        task.checkpoint(Integer.toString(step).getBytes(StandardCharsets.US_ASCII));
        checkpointNanos = System.nanoTime();
      }
    }
  }

  private static int completedSteps(Task task) {
    Optional<byte[]> last = task.lastCheckpoint();
    if (last.isEmpty()) {
      return 0;
    }
    String step = new String(last.get(), StandardCharsets.US_ASCII);
    task.message("went on after step " + step + " of an earlier run");
    return Integer.parseInt(step);
  }

  private static void fail(Failure failure, int step, int attempt)
      throws PermanentFailure, TransientFailure {
    String message = "step " + step + " of attempt " + attempt + " failed, as the input says";
    switch (failure) {
      case PERMANENT -> throw new PermanentFailure(message);
      case TRANSIENT -> throw new TransientFailure(message);
    }
  }

  private static void waitUntil(long endNanos, Input input) throws InterruptedException {
    boolean ended = false;
    while (!ended) {
      // This clears the flag, so that a run that ignores the interrupt can wait and write on.
      if (Thread.interrupted() && !input.ignoreInterrupt()) {
        throw new InterruptedException("the simulation was interrupted");
      }
      long leftNanos = endNanos - System.nanoTime();
      ended = leftNanos <= 0;
      if (!ended) {
        LockSupport.parkNanos(leftNanos);
      }
    }
  }

  /** The part of the whole that is due after a step; exact for every valid input. */
  private static long portion(long whole, int step, int steps) {
    return whole / steps * step + whole % steps * step / steps;
  }

  private static void write(OutputStream output, long from, long to) throws IOException {
    for (long at = from; at < to; ) {
      int offset = (int) (at % LINE.length());
      int length = (int) Math.min(BLOCK.length - offset, to - at);
      output.write(BLOCK, offset, length);
      at += length;
    }
  }
}

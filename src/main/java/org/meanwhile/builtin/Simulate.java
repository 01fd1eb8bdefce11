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
import org.meanwhile.operation.DurationRange;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.OperationDefinition;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.Task;
import org.meanwhile.operation.TransientFailure;

/**
 * Does nothing, for as long and as badly as is asked for: for trying clients, and for tests.
 *
 * <p>The simplest example for authors: an input record with its rules, progress, output in constant
 * memory, interruption, checkpoints.
 *
 * <p>Its checkpoint is the number of steps done, kept once a second. A run that goes on from there
 * writes the output of those steps again, at once, for nothing but the checkpoint outlives a run;
 * what it saves is their time.
 */
@OperationDefinition(
    name = "simulate",
    title = "Simulate",
    description =
        "Takes as long, writes as much, and fails as often as asked: for trying clients and for"
            + " tests.",
    yields = "*/*",
    maxAttempts = 3)
public class Simulate implements Operation<Simulate.Input> {

  static final String LINE = "meanwhile\n";

  /** A multiple of the line's length, and large enough for few calls. */
  private static final byte[] BLOCK = LINE.repeat(8192).getBytes(StandardCharsets.US_ASCII);

  /** Often enough to lose little, rarely enough to cost nothing. */
  private static final long CHECKPOINT_NANOS = Duration.ofSeconds(1).toNanos();

  /** How it fails. */
  public enum Failure {
    PERMANENT,
    TRANSIENT
  }

  /** What it takes. */
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
          Integer failAtStep,
      @Schema(
              description = "How it fails: for good, or so that another attempt is made",
              defaultValue = "permanent")
          Failure failure,
      @Schema(description = "How many attempts fail; all when it is absent") @Positive
          Integer failAttempts,
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
    int done = stepsDone(task);
    long start = System.nanoTime() - share(input.duration().toNanos(), done, input.steps());
    long kept = System.nanoTime();
    long written = share(input.outputBytes(), done, input.steps());
    write(output, 0, written);
    task.progress(done, input.steps(), "steps");
    for (int step = done + 1; step <= input.steps(); step++) {
      waitUntil(start + share(input.duration().toNanos(), step, input.steps()), input);
      if (!input.ignoreInterrupt()) {
        task.checkCanceled();
      }
      if (input.fails(task.attempt(), step)) {
        fail(input.failure(), step, task.attempt());
      }
      long due = share(input.outputBytes(), step, input.steps());
      write(output, written, due);
      written = due;
      task.progress(step, input.steps(), "steps");
      if (System.nanoTime() - kept >= CHECKPOINT_NANOS) {
        task.checkpoint(Integer.toString(step).getBytes(StandardCharsets.US_ASCII));
        kept = System.nanoTime();
      }
    }
  }

  private static int stepsDone(Task task) {
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
    String message = "step " + step + " of attempt " + attempt + " failed, as was asked for";
    switch (failure) {
      case PERMANENT -> throw new PermanentFailure(message);
      case TRANSIENT -> throw new TransientFailure(message);
    }
  }

  private static void waitUntil(long end, Input input) throws InterruptedException {
    boolean over = false;
    while (!over) {
      // Asking clears the flag, so that one who ignores it can go on waiting, and writing.
      if (Thread.interrupted() && !input.ignoreInterrupt()) {
        throw new InterruptedException("simulate was told to stop");
      }
      long left = end - System.nanoTime();
      over = left <= 0;
      if (!over) {
        LockSupport.parkNanos(left);
      }
    }
  }

  /** What is due after so many steps; exact for all that an input may ask for. */
  private static long share(long whole, int step, int steps) {
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

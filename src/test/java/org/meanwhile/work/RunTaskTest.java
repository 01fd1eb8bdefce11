package org.meanwhile.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.run.ClaimedJob;

/**
 * The output of a task whose node stops while it is written. The outputs are so short that they
 * need no database.
 */
class RunTaskTest {
  private static final byte[] MORE_THAN_THE_BUFFER = new byte[40_000];

  private final AtomicReference<StopReason> stopReason = new AtomicReference<>();
  private final InterruptShield shield = new InterruptShield();
  private final RunTask task =
      new RunTask(
          job(),
          new ContentStore(null),
          null,
          new RunOutput(
              new Lease(new JobId(UUID.randomUUID()), UUID.randomUUID(), 1),
              new ContentStore(null),
              new RunOutput.Rules(1_000_000, false, () -> {}, System::nanoTime),
              new InterruptShield(),
              RetryPolicy.NONE),
          null,
          shield,
          stopReason,
          RetryPolicy.NONE,
          new RunLog(
              new Lease(new JobId(UUID.randomUUID()), UUID.randomUUID(), 1),
              1,
              null,
              System::nanoTime));

  private static ClaimedJob job() {
    Lease lease = new Lease(new JobId(UUID.randomUUID()), UUID.randomUUID(), 1);
    return new ClaimedJob(
        lease,
        "copy",
        "alice",
        "{}",
        1,
        1,
        Duration.ofMinutes(1),
        Optional.empty(),
        Duration.ZERO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void what_would_not_be_seen_is_replaced_in_texts_for_people() throws IOException {
    task.progress(1, 2, "\u202Erows");
    task.message("read\u202Efdp.exe\0 of 客户");
    task.output("text/plain", "dir/invoice\u202Efdp.\u200Bexe");

    assertThat(task.latest().unit()).isEqualTo("\uFFFDrows");
    assertThat(task.latest().message()).isEqualTo("read\uFFFDfdp.exe\uFFFD of 客户");
    assertThat(task.result().fileName()).isEqualTo("invoice_fdp._exe");
    assertThat(new JobError(500, "x", "line\n\u2066hidden\u2069").message())
        .isEqualTo("line\n\uFFFDhidden\uFFFD");
  }

  @Test
  void an_interrupt_of_a_call_that_none_must_hit_comes_after_it() throws Exception {
    shield.enter();

    boolean during =
        task.uninterrupted(
            () -> {
              shield.interrupt();
              return Thread.currentThread().isInterrupted();
            });

    assertThat(during).isFalse();
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(
            () ->
                task.uninterrupted(
                    () -> {
                      throw new IOException("broken");
                    }))
        .isInstanceOf(IOException.class);
  }

  @Test
  void an_output_is_kept_when_all_of_it_was_written() throws IOException {
    OutputStream output = task.output("text/plain", "all.txt");
    output.write(new byte[9]);
    stopReason.set(StopReason.NODE_STOPS);

    assertThat(task.result().content().sizeBytes()).isEqualTo(9);
  }

  @Test
  void there_is_no_output_when_a_write_was_refused_and_the_operation_ignored_it()
      throws IOException {
    OutputStream output = task.output("text/plain", "hole.txt");
    stopReason.set(StopReason.NODE_STOPS);
    assertThatThrownBy(() -> output.write(MORE_THAN_THE_BUFFER))
        .isInstanceOf(CancellationException.class);
    output.write(new byte[9]);

    assertThatThrownBy(task::result).isInstanceOf(CancellationException.class);
  }

  @Test
  void a_name_is_cut_between_characters() throws IOException {
    task.output("text/plain", "x" + "😀".repeat(200));

    assertThat(task.result().fileName()).isEqualTo("x" + "😀".repeat(99));
  }
}

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
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.run.ClaimedJob;

/** What becomes of an output whose node stops meanwhile. It is so short that no database has it. */
class RunTaskTest {
  private static final byte[] MORE_THAN_IS_BUFFERED = new byte[40_000];

  private final AtomicReference<StopReason> stop = new AtomicReference<>();
  private final RunTask task =
      new RunTask(
          claimed(),
          new ContentStore(null),
          null,
          1_000_000,
          null,
          new InterruptShield(),
          stop,
          RetryPolicy.NONE);

  private static ClaimedJob claimed() {
    Lease lease = new Lease(new JobId(UUID.randomUUID()), UUID.randomUUID(), 1);
    return new ClaimedJob(
        lease,
        "copy",
        "alice",
        "{}",
        1,
        1,
        Duration.ofMinutes(1),
        Duration.ZERO,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void is_kept_when_all_of_it_was_written() throws IOException {
    OutputStream output = task.output("text/plain", "all.txt");
    output.write(new byte[9]);
    stop.set(StopReason.NODE_STOPS);

    assertThat(task.result().content().sizeBytes()).isEqualTo(9);
  }

  @Test
  void is_none_when_some_of_it_was_refused_and_the_operation_did_not_care() throws IOException {
    OutputStream output = task.output("text/plain", "hole.txt");
    stop.set(StopReason.NODE_STOPS);
    assertThatThrownBy(() -> output.write(MORE_THAN_IS_BUFFERED))
        .isInstanceOf(CancellationException.class);
    output.write(new byte[9]);

    assertThatThrownBy(task::result).isInstanceOf(CancellationException.class);
  }
}

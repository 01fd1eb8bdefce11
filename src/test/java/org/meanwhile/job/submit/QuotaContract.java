package org.meanwhile.job.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Stores;
import org.meanwhile.job.run.RunResult;

/** The storage quota. */
public interface QuotaContract {
  Stores stores();

  private StorageQuota counted() {
    return new StorageQuota(stores().database);
  }

  private void refused(long more, long most) {
    assertThatThrownBy(() -> counted().admit("alice", more, most))
        .asInstanceOf(type(QuotaExceeded.class))
        .satisfies(e -> assertThat(e.quota()).isEqualTo(QuotaExceeded.Quota.BYTES))
        .satisfies(
            e ->
                assertThat(e.retryAfter())
                    .isBetween(Duration.ofMinutes(50), Duration.ofMinutes(60)));
  }

  private JobId succeeded(Order order, int bytes) {
    UUID node = stores().node();
    JobId job = stores().jobs.store(order);
    Lease lease = stores().claimOne(node);
    stores().complete(lease, stores().success(lease, new byte[bytes]));
    return job;
  }

  @Test
  default void outputs_count_until_they_are_deleted_or_expire() {
    JobId small = succeeded(Order.any(), 1_000);
    succeeded(Order.any(), 100_000);
    succeeded(Order.any(), 0);

    counted().admit("alice", 0, 101_001);
    counted().admit("alice", 1, 101_001);
    refused(2, 101_001);
    refused(0, 101_000);
    counted().admit("bob", 101_000, 101_000);

    stores().jobs.deleteOutput(small);
    counted().admit("alice", 0, 100_001);
    refused(0, 100_000);

    stores().pass(Order.RETAIN.plusSeconds(1));
    stores().cleaner.purge(100, Duration.ofHours(1));
    counted().admit("alice", 0, 1);
  }

  @Test
  default void files_count_until_their_job_expires() {
    UUID node = stores().node();
    stores().jobs.store(Order.any().with(stores().upload(new byte[5_000])));

    assertThatThrownBy(() -> counted().admit("alice", 0, 5_000)).isInstanceOf(QuotaExceeded.class);
    counted().admit("alice", 0, 5_001);

    Lease lease = stores().claimOne(node);
    stores().complete(lease, new RunResult.Failed(new JobError(500, "x", "x")));
    stores().cleaner.purge(100, Duration.ofHours(1));
    assertThatThrownBy(() -> counted().admit("alice", 0, 5_000)).isInstanceOf(QuotaExceeded.class);

    stores().pass(Order.RETAIN.plusSeconds(1));
    stores().cleaner.purge(100, Duration.ofHours(1));
    counted().admit("alice", 0, 1);
  }

  @Test
  default void files_that_this_node_took_count_at_once_until_they_are_released() {
    StorageQuota counted = counted();
    counted.admit("alice", 60, 100);

    assertThatThrownBy(() -> counted.admit("alice", 41, 100)).isInstanceOf(QuotaExceeded.class);
    counted.release("alice", 60);
    counted.admit("alice", 100, 100);
  }
}

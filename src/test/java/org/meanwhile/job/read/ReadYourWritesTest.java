package org.meanwhile.job.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;

class ReadYourWritesTest {
  private static final int MOST = 3;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final ReadYourWrites recent = new ReadYourWrites(MOST, now::getAndIncrement);
  private final JobId job = new JobId(UUID.randomUUID());

  @Test
  void a_replica_is_believed_about_jobs_seen_before_its_state() {
    recent.see(job);

    assertThat(recent.isIn(now.get(), job)).isTrue();
  }

  @Test
  void a_replica_is_not_believed_about_jobs_seen_after_its_state() {
    long copied = now.get();
    recent.see(job);

    assertThat(recent.isIn(copied, job)).isFalse();
  }

  @Test
  void the_latest_time_that_a_job_was_seen_counts() {
    recent.see(job);
    long copied = now.get();
    recent.see(job);

    assertThat(recent.isIn(copied, job)).isFalse();
  }

  @Test
  void a_replica_older_than_the_start_is_not_believed_about_any_job() {
    assertThat(recent.isIn(Long.MAX_VALUE - 6, job)).isFalse();
  }

  @Test
  void the_time_of_a_forgotten_job_counts_for_all_jobs() {
    long copied = now.get();
    recent.see(job);
    for (JobId other : others()) {
      recent.see(other);
    }

    assertThat(recent.isIn(copied, job)).isFalse();
    assertThat(recent.isIn(copied, new JobId(UUID.randomUUID()))).isFalse();
    assertThat(recent.isIn(now.get(), job)).isTrue();
  }

  @Test
  void jobs_that_a_replica_has_make_room() {
    long copied = now.get() - 1;
    recent.see(job);
    recent.forgetBefore(now.get());
    for (JobId other : others()) {
      recent.see(other);
    }

    assertThat(recent.isIn(copied + 2, new JobId(UUID.randomUUID())))
        .as("nothing had to be forgotten that a copy lacks")
        .isTrue();
  }

  private static List<JobId> others() {
    return List.of(
        new JobId(UUID.randomUUID()), new JobId(UUID.randomUUID()), new JobId(UUID.randomUUID()));
  }
}

package org.meanwhile.job.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;

class SharedReadsTest {
  private static final int MOST = 3;
  private static final long MAX_AGE = 100;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final SharedReads reads = new SharedReads(Duration.ofNanos(MAX_AGE), MOST, now::get);
  private final JobId job = new JobId(UUID.randomUUID());
  private final JobView view = new JobView(null, Optional.empty(), false);

  private JobId read() {
    JobId other = new JobId(UUID.randomUUID());
    reads.keep(reads.begin(other), view);
    return other;
  }

  @Test
  void a_read_is_shared() {
    reads.keep(reads.begin(job), view);

    assertThat(reads.find(job)).containsSame(view);
  }

  @Test
  void a_read_is_too_old_after_its_age_since_it_began() {
    SharedReads.Begun begun = reads.begin(job);
    now.addAndGet(MAX_AGE);
    reads.keep(begun, view);

    assertThat(reads.find(job)).isPresent();
    now.addAndGet(1);
    assertThat(reads.find(job)).isEmpty();
  }

  @Test
  void a_read_is_good_for_its_whole_age_whatever_is_read_beside_it() {
    now.addAndGet(MAX_AGE - 1);
    reads.keep(reads.begin(job), view);
    now.addAndGet(MAX_AGE);
    read();

    assertThat(reads.find(job)).isPresent();
  }

  @Test
  void a_job_that_was_changed_is_read_anew() {
    reads.keep(reads.begin(job), view);
    reads.changed(job);

    assertThat(reads.find(job)).isEmpty();
  }

  @Test
  void a_read_that_began_before_a_change_is_not_shared() {
    SharedReads.Begun begun = reads.begin(job);
    reads.changed(job);
    reads.keep(begun, view);

    assertThat(reads.find(job)).isEmpty();
  }

  @Test
  void no_more_jobs_are_kept_than_the_limit() {
    for (int i = 0; i < MOST; i++) {
      read();
    }

    assertThat(reads.find(read())).isEmpty();
  }

  @Test
  void there_is_room_again_when_the_reads_are_too_old() {
    for (int i = 0; i < MOST; i++) {
      read();
    }
    now.addAndGet(MAX_AGE + 1);

    assertThat(reads.find(read())).isPresent();
  }

  @Test
  void nothing_is_shared_when_the_age_is_zero() {
    SharedReads off = new SharedReads(Duration.ZERO, MOST, now::get);
    off.keep(off.begin(job), view);

    assertThat(off.find(job)).isEmpty();
  }
}

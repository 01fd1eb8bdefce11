package org.meanwhile.job.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.ViewedJob;

class SharedReadsTest {
  private static final Duration AGE = Duration.ofMillis(500);
  private static final long MAX_AGE = AGE.toNanos();
  private static final Duration LIFE = Duration.ofHours(1);
  private static final long ROOM = 1 << 20;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final SharedReads reads = new SharedReads(AGE, ROOM, now::get);
  private final JobId job = new JobId(UUID.randomUUID());
  private final JobView running = ViewedJob.running().view();
  private final JobView ended = ViewedJob.succeeded().expiresAfter(LIFE).view();
  private Instant databaseTime = ViewedJob.CREATED;

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
    databaseTime = databaseTime.plus(time);
  }

  private void look() {
    reads.knows(now.get(), databaseTime);
  }

  /** Looks as a node does, until the time has passed. */
  private void passLooking(Duration time) {
    Duration left = time;
    while (left.compareTo(AGE) > 0) {
      pass(AGE);
      look();
      left = left.minus(AGE);
    }
    pass(left);
    look();
  }

  private void keep(UnaryOperator<ViewedJob> how) {
    reads.keep(reads.begin(job), how.apply(ViewedJob.succeeded().expiresAfter(LIFE)).view());
  }

  @Test
  void a_read_is_shared() {
    reads.keep(reads.begin(job), running);

    assertThat(reads.find(job)).containsSame(running);
  }

  @Test
  void a_read_is_too_old_after_its_age_since_it_began() {
    SharedReads.Begun begun = reads.begin(job);
    now.addAndGet(MAX_AGE);
    reads.keep(begun, running);

    assertThat(reads.find(job)).isPresent();
    now.addAndGet(1);
    assertThat(reads.find(job)).isEmpty();
  }

  @Test
  void a_read_of_a_job_that_goes_on_is_too_old_after_its_age_whatever_this_node_knows() {
    reads.keep(reads.begin(job), running);
    passLooking(AGE.plusNanos(1));

    assertThat(reads.find(job)).isEmpty();
  }

  @Test
  void a_read_of_an_ended_job_is_good_while_this_node_knows_of_all_changes() {
    reads.keep(reads.begin(job), ended);
    passLooking(Duration.ofMinutes(10));
    now.addAndGet(MAX_AGE);

    assertThat(reads.find(job)).containsSame(ended);
  }

  @Test
  void a_node_whose_last_look_began_too_long_ago_trusts_nothing_that_it_has_kept() {
    reads.keep(reads.begin(job), ended);
    passLooking(Duration.ofMinutes(1));
    now.addAndGet(MAX_AGE + 1);

    assertThat(reads.find(job)).isEmpty();
  }

  @Test
  void a_node_that_has_looked_again_trusts_what_was_not_changed_meanwhile() {
    JobId changed = new JobId(UUID.randomUUID());
    reads.keep(reads.begin(job), ended);
    reads.keep(reads.begin(changed), ended);
    passLooking(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(20));
    reads.changed(changed);
    look();

    assertThat(reads.find(job)).isPresent();
    assertThat(reads.find(changed)).isEmpty();
  }

  @Test
  void an_ended_job_is_read_anew_when_it_expires_by_the_clock_of_the_database() {
    reads.keep(reads.begin(job), ended);
    passLooking(LIFE.minusMillis(100));
    assertThat(reads.find(job)).isPresent();
    pass(Duration.ofMillis(100));

    assertThat(reads.find(job)).isEmpty();
  }

  @Test
  void an_ended_job_is_read_anew_when_the_clock_of_the_database_jumps() {
    reads.keep(reads.begin(job), ended);
    look();
    databaseTime = databaseTime.plus(LIFE);
    look();

    assertThat(reads.find(job)).isEmpty();
  }

  @Test
  void an_expired_job_is_read_anew_when_its_record_is_gone() {
    keep(ViewedJob::expired);
    passLooking(LIFE.multipliedBy(2).minusMillis(100));
    assertThat(reads.find(job)).isPresent();
    pass(Duration.ofMillis(100));

    assertThat(reads.find(job)).isEmpty();
  }

  @Test
  void a_job_that_was_changed_is_read_anew() {
    reads.keep(reads.begin(job), ended);
    look();
    reads.changed(job);

    assertThat(reads.find(job)).isEmpty();
  }

  @Test
  void a_read_that_began_before_a_change_is_not_shared() {
    SharedReads.Begun begun = reads.begin(job);
    reads.changed(job);
    look();
    reads.keep(begun, ended);

    assertThat(reads.find(job)).isEmpty();
  }

  @Test
  void all_jobs_are_read_anew_when_any_may_have_changed() {
    reads.keep(reads.begin(job), ended);
    reads.anyChanged();
    look();

    assertThat(reads.find(job)).isEmpty();
  }

  @Test
  void no_more_is_kept_than_the_limit_and_what_was_asked_for_last_stays() {
    reads.keep(reads.begin(job), ended);
    int kept = 0;
    for (int i = 0; i < 2_000; i++) {
      JobId other = new JobId(UUID.randomUUID());
      reads.keep(reads.begin(other), ended);
      assertThat(reads.find(job)).isPresent();
      kept += reads.find(other).isPresent() ? 1 : 0;
    }
    look();

    assertThat(kept).isGreaterThan(1_900);
    assertThat(2_000 * ended.bytes()).isGreaterThan(ROOM);
  }

  @Test
  void nothing_is_shared_when_the_age_is_zero() {
    SharedReads off = new SharedReads(Duration.ZERO, ROOM, now::get);
    off.keep(off.begin(job), ended);
    off.knows(now.get(), databaseTime);

    assertThat(off.find(job)).isEmpty();
  }

  @Test
  void a_node_that_is_not_asked_need_not_look() {
    assertThat(reads.wasAsked()).isFalse();
    reads.find(job);

    assertThat(reads.wasAsked()).isTrue();
    assertThat(reads.wasAsked()).isFalse();
  }
}

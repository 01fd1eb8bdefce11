package org.meanwhile.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.Stores;
import org.meanwhile.platform.Scope;

/** What becomes of a job at its deadline. */
public interface DeadlineContract {
  Duration MINUTE = Duration.ofMinutes(1);
  Duration HOUR = Duration.ofHours(1);

  Stores stores();

  @Test
  default void a_waiting_job_fails_at_its_deadline_and_not_before() {
    JobId job = stores().jobs.store(dueIn(MINUTE));

    assertThat(stores().deadlines.sweep(HOUR)).isZero();
    stores().passUnnoticed(MINUTE);
    assertThat(stores().deadlines.sweep(HOUR)).isEqualTo(1);

    assertFailed(job);
    assertThat(stores().jobs.find(job, Scope.everyone()).orElseThrow().job().expiresAt())
        .isPresent();
    assertThat(stores().endedJobs())
        .singleElement()
        .satisfies(
            end -> {
              assertThat(end.id()).isEqualTo(job);
              assertThat(end.status()).isEqualTo(JobStatus.FAILED);
              assertThat(end.operation()).isEqualTo(Order.COPY);
              assertThat(end.caller()).isEqualTo(Order.ALICE);
              assertThat(end.waited()).isTrue();
            });
    assertThat(stores().deadlines.sweep(HOUR)).as("once").isZero();
  }

  @Test
  default void a_job_that_waits_for_its_time_fails_at_its_deadline_too() {
    JobId job = stores().jobs.store(dueIn(MINUTE).startingAt(stores().now().plus(HOUR)));

    stores().passUnnoticed(MINUTE);
    stores().deadlines.sweep(HOUR);

    assertFailed(job);
  }

  @Test
  default void a_job_whose_deadline_has_passed_is_not_claimed() {
    stores().jobs.store(dueIn(MINUTE));
    UUID node = stores().node();

    stores().passUnnoticed(MINUTE);

    assertThat(stores().claimAtMost(node, 1)).isEmpty();
  }

  @Test
  default void a_claim_tells_how_long_is_left_until_the_deadline() {
    stores().jobs.store(dueIn(HOUR));
    stores().jobs.store(Order.any());

    List<Optional<Duration>> left =
        stores().claim(stores().node(), List.of(Order.COPY), 2).stream()
            .map(ClaimedJob::untilDeadline)
            .toList();

    assertThat(left).filteredOn(Optional::isEmpty).hasSize(1);
    assertThat(left)
        .filteredOn(Optional::isPresent)
        .singleElement()
        .satisfies(time -> assertThat(time.orElseThrow()).isBetween(HOUR.minus(MINUTE), HOUR));
  }

  @Test
  default void a_running_job_is_left_to_its_node_until_the_margin_is_over() {
    JobId job = stores().jobs.store(dueIn(MINUTE));
    stores().claimOne(stores().node());

    stores().passUnnoticed(MINUTE);
    assertThat(stores().deadlines.sweep(MINUTE)).isZero();
    stores().passUnnoticed(MINUTE);
    assertThat(stores().deadlines.sweep(MINUTE)).isEqualTo(1);

    assertFailed(job);
    assertThat(stores().endedJobs()).extracting(JobEnded::waited).containsExactly(false);
  }

  @Test
  default void a_job_of_a_dead_node_fails_at_its_deadline() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(dueIn(MINUTE));
    stores().claimOne(node);
    stores().passUnnoticed(MINUTE);

    stores().crash(node);
    stores().deadlines.sweep(HOUR);

    assertFailed(job);
  }

  @Test
  default void an_ended_job_stays_as_it_is() {
    JobId succeeded = stores().jobs.store(dueIn(MINUTE));
    Lease lease = stores().claimOne(stores().node());
    stores().complete(lease, stores().success(lease));
    JobId canceled = stores().jobs.store(dueIn(MINUTE));
    stores().jobs.remove(canceled);

    stores().passUnnoticed(MINUTE);

    assertThat(stores().deadlines.sweep(Duration.ZERO)).isZero();
    assertThat(stores().row(succeeded).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(stores().row(canceled).status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  default void no_attempt_begins_after_the_deadline_and_the_failed_one_is_in_the_history() {
    JobId job = stores().jobs.store(dueIn(MINUTE).calling("a.example"));
    Lease lease = stores().claimOne(stores().node());
    RunResult again = new RunResult.TryAgain(HOUR, new JobError(500, "flaky", "not today"));

    assertThat(stores().complete(lease, again)).contains(JobStatus.FAILED);

    assertFailed(job);
    assertThat(new Attempts(stores().database).of(job).attempts())
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.errorCode()).contains("flaky"));
    assertThat(stores().endedJobs()).extracting(JobEnded::waited).containsExactly(false);
    assertThat(stores().count("delivery")).isEqualTo(1);
    assertThat(stores().complete(lease, again))
        .as("an unknown commit is read back")
        .contains(JobStatus.FAILED);
  }

  @Test
  default void an_attempt_that_begins_before_the_deadline_is_made() {
    JobId job = stores().jobs.store(dueIn(HOUR));
    Lease lease = stores().claimOne(stores().node());

    stores().complete(lease, new RunResult.TryAgain(MINUTE, new JobError(500, "flaky", "")));

    assertThat(stores().row(job).status()).isEqualTo(JobStatus.WAITING);
  }

  @Test
  default void the_callback_is_due_as_for_any_failure() {
    stores().jobs.store(dueIn(MINUTE).calling("a.example"));
    stores().jobs.store(dueIn(MINUTE).calling("b.example"));
    stores().passUnnoticed(MINUTE);

    assertThat(stores().deadlines.sweep(HOUR)).isEqualTo(2);

    assertThat(stores().count("delivery")).isEqualTo(2);
  }

  @Test
  default void a_success_after_the_deadline_fails_the_job_once() throws Exception {
    JobId job = stores().jobs.store(dueIn(MINUTE));
    Lease lease = stores().claimOne(stores().node());
    RunResult success = stores().success(lease);
    stores().passUnnoticed(MINUTE);

    var finish = Race.first(stores().db, () -> stores().complete(lease, success));
    var sweep = finish.second(() -> stores().deadlines.sweep(Duration.ZERO));
    finish.commit();
    Race.get(sweep);
    stores().deadlines.sweep(Duration.ZERO);

    assertFailed(job);
    assertThat(stores().count("output")).isZero();
    assertThat(stores().endedJobs()).extracting(JobEnded::status).containsExactly(JobStatus.FAILED);
  }

  @Test
  default void a_success_before_the_deadline_counts() {
    JobId job = stores().jobs.store(dueIn(MINUTE));
    Lease lease = stores().claimOne(stores().node());

    stores().complete(lease, stores().success(lease));
    stores().passUnnoticed(MINUTE);

    assertThat(stores().deadlines.sweep(Duration.ZERO)).isZero();
    assertThat(stores().row(job).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  default void a_sweep_that_commits_before_the_success_counts() throws Exception {
    JobId job = stores().jobs.store(dueIn(MINUTE));
    Lease lease = stores().claimOne(stores().node());
    RunResult success = stores().success(lease);
    stores().passUnnoticed(MINUTE);

    var sweep = Race.first(stores().db, () -> stores().deadlines.sweep(Duration.ZERO));
    var finish = sweep.second(() -> stores().complete(lease, success));
    sweep.commit();

    assertThat(Race.get(finish)).isEmpty();
    assertFailed(job);
    assertThat(stores().count("output")).isZero();
    assertThat(stores().endedJobs()).extracting(JobEnded::status).containsExactly(JobStatus.FAILED);
  }

  @Test
  default void two_sweeps_end_a_job_once() throws Exception {
    stores().jobs.store(dueIn(MINUTE));
    stores().passUnnoticed(MINUTE);

    var first = Race.first(stores().db, () -> stores().deadlines.sweep(HOUR));
    var second = first.second(() -> stores().deadlines.sweep(HOUR));
    first.commit();
    Race.get(second);

    assertThat(stores().endedJobs()).hasSize(1);
  }

  private Order dueIn(Duration time) {
    return Order.any().until(stores().now().plus(time));
  }

  private void assertFailed(JobId job) {
    assertThat(stores().row(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(stores().row(job).errorCode()).isEqualTo("deadline-passed");
    assertThat(stores().row(job).finishedAt()).isNotNull();
  }
}

package org.meanwhile.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.Rows;
import org.meanwhile.database.TappedSource;
import org.meanwhile.job.BeforeStatement;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobRow;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Progress;
import org.meanwhile.job.Race;
import org.meanwhile.job.Stores;

/** What becomes of the jobs of dead nodes. */
public interface RescueContract {
  Stores stores();

  @Test
  default void a_crash_releases_the_job_and_does_not_count_as_an_attempt() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    stores().claimOne(node);

    stores().crash(node);

    JobRow given = stores().row(job);
    assertThat(given.status()).isEqualTo(JobStatus.WAITING);
    assertThat(given.owner()).isNull();
    assertThat(given.attempt()).isZero();
    assertThat(given.crashes()).isEqualTo(1);
    assertThat(given.startedAt()).isNull();
    stores().claimOne(stores().node());
    assertThat(stores().row(job).attempt()).isEqualTo(1);
    assertThat(stores().ended.events()).isEmpty();
  }

  @Test
  default void a_lost_run_ended_at_its_nodes_last_heartbeat_and_not_when_that_was_noticed() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    stores().claimOne(node);
    Instant seen = startThreeHoursAgo(job, node);

    stores().crash(node);

    assertThat(lastAttempt(job).endedAt()).isEqualTo(seen.minus(Duration.ofHours(1)));
  }

  @Test
  default void the_lost_run_that_ends_its_job_is_in_the_history_with_its_nodes_last_heartbeat() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any().notRerunnable());
    stores().claimOne(node);
    Instant seen = startThreeHoursAgo(job, node);
    Instant before = stores().now();

    stores().crash(node);

    assertThat(lastAttempt(job).outcome()).isEqualTo(Attempts.Outcome.CRASHED);
    assertThat(lastAttempt(job).number()).isEqualTo(1);
    assertThat(lastAttempt(job).startedAt()).isPresent();
    assertThat(lastAttempt(job).endedAt()).isEqualTo(seen.minus(Duration.ofHours(1)));
    assertThat(stores().row(job).finishedAt()).as("clients saw it run").isAfterOrEqualTo(before);
  }

  @Test
  default void a_lost_run_did_not_end_before_it_started() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    stores().claimOne(node);

    stores().crash(node);

    assertThat(lastAttempt(job).endedAt()).isEqualTo(lastAttempt(job).startedAt().orElseThrow());
  }

  @Test
  default void a_run_whose_result_waited_for_the_database_ended_when_it_did() {
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(stores().node());
    startThreeHoursAgo(job, lease.node());
    long anHourAgo = System.nanoTime() - Duration.ofHours(1).toNanos();

    stores()
        .completions
        .complete(
            List.of(new Completion(lease, new RunResult.HandedBack(), Progress.NONE, anHourAgo)));

    assertThat(Duration.between(lastAttempt(job).endedAt(), stores().now()))
        .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
  }

  /** Returns the node's last heartbeat; a crash makes it an hour older. */
  private Instant startThreeHoursAgo(JobId job, UUID node) {
    return stores()
        .database
        .transaction(
            c -> {
              Rows.update(
                  c,
                  "UPDATE job SET started_at = started_at - INTERVAL '3' HOUR WHERE id = ?",
                  job.value());
              return Rows.query(
                      c,
                      "SELECT seen_at FROM node WHERE incarnation = ?",
                      row -> Rows.instant(row, "seen_at"),
                      node)
                  .get(0);
            });
  }

  private Attempts.Attempt lastAttempt(JobId job) {
    return new Attempts(stores().database).of(job).attempts().get(0);
  }

  @Test
  default void jobs_of_a_living_node_are_left_alone() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    stores().claimOne(node);
    JobRow running = stores().row(job);

    stores().nodes.markDead(UUID.randomUUID(), Duration.ofMinutes(1));
    assertThat(stores().rescuer.rescue(3)).isZero();

    assertThat(stores().row(job)).isEqualTo(running);
    assertThat(stores().nodes.beat(node)).isTrue();
  }

  @Test
  default void a_node_marked_dead_cannot_come_back_and_a_witness_never_marks_itself() {
    UUID silent = stores().node();
    UUID witness = stores().node();
    stores().silence(silent);
    stores().silence(witness);

    stores().nodes.markDead(witness, Duration.ofMinutes(1));

    assertThat(stores().nodes.beat(silent)).isFalse();
    assertThat(stores().nodes.beat(witness)).isTrue();
  }

  @Test
  default void a_node_that_left_is_forgotten_after_a_week_unless_it_still_owns_a_job() {
    UUID left = stores().node();
    UUID owner = stores().node();
    stores().jobs.store(Order.any());
    stores().claimOne(owner);
    stores().nodes.leave(left);
    stores().nodes.leave(owner);
    for (int hour = 0; hour < 7 * 24 + 1; hour++) {
      stores().silence(left);
      stores().silence(owner);
    }

    stores().nodes.markDead(UUID.randomUUID(), Duration.ofDays(9));
    assertThat(stores().count("node")).isEqualTo(1);
    stores().rescuer.rescue(3);
    stores().nodes.markDead(UUID.randomUUID(), Duration.ofDays(9));
    assertThat(stores().count("node")).isZero();
  }

  @Test
  default void a_job_whose_node_is_unknown_is_rescued_too() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    stores().claimOne(node);
    stores().database.transaction(c -> Rows.update(c, "DELETE FROM node"));

    stores().rescuer.rescue(3);

    assertThat(stores().row(job).status()).isEqualTo(JobStatus.WAITING);
  }

  @Test
  default void the_third_crash_is_poison() {
    JobId job = stores().jobs.store(Order.any());
    for (int crash = 1; crash <= 2; crash++) {
      UUID node = stores().node();
      stores().claimOne(node);
      stores().crash(node);
      assertThat(stores().row(job).status()).isEqualTo(JobStatus.WAITING);
    }

    UUID third = stores().node();
    stores().claimOne(third);
    stores().crash(third);

    assertThat(stores().row(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(stores().row(job).errorCode()).isEqualTo("poison");
    assertThat(stores().endedJobs()).singleElement().satisfies(end -> ended(end, job));
  }

  @Test
  default void a_job_that_must_not_run_twice_fails_as_interrupted() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any().notRerunnable());
    stores().claimOne(node);

    stores().crash(node);

    assertThat(stores().row(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(stores().row(job).errorCode()).isEqualTo("interrupted");
    assertThat(stores().endedJobs()).singleElement().satisfies(end -> ended(end, job));
  }

  @Test
  default void a_job_that_cannot_be_decided_does_not_stop_the_others() {
    UUID node = stores().node();
    // Its version overflows, so no statement can change this job.
    JobId bad = stores().jobs.store(Order.any());
    stores()
        .database
        .transaction(c -> Rows.update(c, "UPDATE job SET version = ?", Long.MAX_VALUE - 1));
    JobId good = stores().jobs.store(Order.any());
    JobId over = stores().jobs.store(Order.any().notRerunnable());
    assertThat(stores().claimAtMost(node, 3)).hasSize(3);

    stores().crash(node);
    stores().rescuer.rescue(3);

    assertThat(stores().row(bad).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(stores().row(good).status()).isEqualTo(JobStatus.WAITING);
    assertThat(stores().row(over).status()).isEqualTo(JobStatus.FAILED);
    assertThat(stores().endedJobs()).singleElement().satisfies(end -> ended(end, over));
  }

  @Test
  default void many_pages_are_decided_in_one_round() {
    UUID node = stores().node();
    int many = 450;
    JobId template = stores().jobs.store(Order.any());
    stores().claimOne(node);
    stores().multiply(template, many - 1);

    stores().nodes.leave(node);

    assertThat(stores().rescuer.rescue(3)).isEqualTo(many);
    assertThat(stores().rows())
        .hasSize(many)
        .allSatisfy(row -> assertThat(row.status()).isEqualTo(JobStatus.WAITING));
  }

  @Test
  default void two_rescuers_decide_once() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    stores().claimOne(node);
    stores().nodes.leave(node);

    var first = Race.first(stores().db, () -> stores().rescuer.rescue(3));
    var second = first.second(() -> stores().rescuer.rescue(3));
    assertThat(second.isDone()).as("the second waits for the first").isFalse();
    first.commit();
    Race.get(second);

    assertThat(stores().row(job).crashes()).isEqualTo(1);
    assertThat(stores().row(job).attempt()).isZero();
  }

  @Test
  default void a_slow_rescuer_does_not_take_a_job_from_its_next_owner() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    stores().claimOne(node);
    stores().nodes.leave(node);
    UUID next = stores().node();
    TappedSource.Tap slow =
        new BeforeStatement(
            RunSql.RELEASE_CRASHED,
            () -> {
              stores().rescuer.rescue(3);
              stores().claimOne(next);
            });

    stores().db.tapped().with(slow, () -> stores().rescuer.rescue(3));

    assertThat(stores().row(job).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(stores().row(job).owner()).isEqualTo(next);
    assertThat(stores().row(job).crashes()).isEqualTo(1);
  }

  @Test
  default void a_result_that_commits_before_the_rescue_counts() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any().notRerunnable());
    Lease lease = stores().claimOne(node);
    stores().nodes.leave(node);
    RunResult success = stores().success(lease);

    var finish = Race.first(stores().db, () -> stores().complete(lease, success));
    var rescue = finish.second(() -> stores().rescuer.rescue(3));
    finish.commit();
    Race.get(rescue);

    assertThat(stores().row(job).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(stores().endedJobs())
        .as("counted once")
        .extracting(JobEnded::status)
        .containsExactly(JobStatus.SUCCEEDED);
  }

  @Test
  default void a_rescue_that_commits_before_the_result_counts() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    stores().nodes.leave(node);
    RunResult success = stores().success(lease);

    var rescue = Race.first(stores().db, () -> stores().rescuer.rescue(3));
    var finish = rescue.second(() -> stores().complete(lease, success));
    rescue.commit();

    assertThat(Race.get(finish)).isEmpty();
    assertThat(stores().row(job).status()).isEqualTo(JobStatus.WAITING);
    assertThat(stores().count("output")).isZero();
  }

  @Test
  default void a_node_that_is_marked_dead_while_it_claims_loses_its_claims() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());

    var claim = Race.first(stores().db, () -> stores().claimAtMost(node, 1));
    var death = claim.second(() -> leave(node));
    assertThat(claim.commit()).hasSize(1);
    Race.get(death);
    stores().rescuer.rescue(3);

    assertThat(stores().row(job).status()).isEqualTo(JobStatus.WAITING);
    assertThat(stores().row(job).crashes()).isEqualTo(1);
  }

  /** The event has all that metrics, counters and quotas need. */
  private static void ended(JobEnded end, JobId job) {
    assertThat(end.id()).isEqualTo(job);
    assertThat(end.status()).isEqualTo(JobStatus.FAILED);
    assertThat(end.operation()).isEqualTo(Order.COPY);
    assertThat(end.caller()).isEqualTo(Order.ALICE);
    assertThat(end.waited()).isFalse();
    assertThat(System.nanoTime() - end.sinceNanos()).isPositive();
  }

  private boolean leave(UUID node) {
    stores().nodes.leave(node);
    return true;
  }
}

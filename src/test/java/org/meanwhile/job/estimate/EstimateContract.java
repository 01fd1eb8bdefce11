package org.meanwhile.job.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Progress;
import org.meanwhile.job.Speed;
import org.meanwhile.job.Stores;
import org.meanwhile.job.run.Claims;
import org.meanwhile.platform.Scope;

/** What estimates are made of, as it is stored and read. */
public interface EstimateContract {
  Stores stores();

  @Test
  default void the_history_keeps_the_latest_runs_of_all_nodes() {
    QueueEstimates nodes = stores().estimates(Map.of());
    nodes.learn(Order.COPY, 1, 60_000, List.of(60_000L));
    nodes.learn(Order.COPY, 2, 30_000, List.of(30_000L, 30_000L));
    QueueEstimates estimates = stores().estimates(Map.of());
    assertThat(estimates.usualRun(Order.COPY)).contains(Duration.ofSeconds(40));

    for (int run = 0; run < 100; run++) {
      nodes.learn(Order.COPY, 1, 10_000, List.of(10_000L));
    }

    estimates = stores().estimates(Map.of());
    assertThat(estimates.usualRun(Order.COPY)).contains(Duration.ofSeconds(10));
    assertThat(estimates.usualRun("unknown")).isEmpty();
  }

  @Test
  default void a_mean_that_a_node_of_the_version_before_stored_is_no_more_than_a_guess() {
    stores()
        .database
        .transaction(
            c ->
                Rows.update(
                    c, "INSERT INTO operation_run (operation, mean_ms) VALUES ('copy', 5000)"));

    RunHistory history = stores().estimates(Map.of()).latest().history(Order.COPY);

    assertThat(history.run().orElseThrow().mean()).isEqualTo(Duration.ofSeconds(5));
    assertThat(history.run().orElseThrow().isCredible()).isFalse();
    stores().estimates(Map.of()).learn(Order.COPY, 1, 7000, List.of(7000L));
    assertThat(stores().estimates(Map.of()).usualRun(Order.COPY)).contains(Duration.ofSeconds(7));
  }

  @Test
  default void a_job_waits_for_the_runs_that_go_on_and_those_before_it() {
    UUID node = node(1);
    runsTake(Duration.ofMinutes(10));
    JobId running = stores().jobs.store(Order.any());
    stores().claimOne(node);
    startedAgo(running, Duration.ofMinutes(4));
    JobId next = stores().jobs.store(Order.any());
    JobId last = stores().jobs.store(Order.any());

    assertThat(untilStart(next)).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
    assertThat(untilStart(last)).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(16));
  }

  @Test
  default void the_slots_of_all_living_nodes_count() {
    UUID node = node(1);
    UUID other = node(1);
    runsTake(Duration.ofMinutes(10));
    stores().jobs.store(Order.any());
    stores().jobs.store(Order.any());
    stores().claimAtMost(node, 1);
    stores().claimAtMost(other, 1);
    stores().jobs.store(Order.any());
    JobId second = stores().jobs.store(Order.any());

    assertThat(untilStart(second)).isLessThan(Duration.ofMinutes(11));
    stores().silence(other);
    assertThat(untilStart(second)).isGreaterThan(Duration.ofMinutes(19));
  }

  @Test
  default void without_a_living_node_nothing_is_known_of_the_start() {
    UUID node = node(1);
    runsTake(Duration.ofMinutes(10));
    JobId job = stores().jobs.store(Order.any());
    assertThat(start(job)).isPresent();

    stores().silence(node);

    assertThat(start(job)).isEmpty();
  }

  @Test
  default void the_slots_of_an_operation_and_of_a_caller_bind() {
    UUID node = node(8);
    runsTake(Duration.ofMinutes(10));
    stores().jobs.store(Order.any());
    stores().claimOne(node);
    JobId next = stores().jobs.store(Order.any());

    assertThat(untilStart(next)).isZero();
    assertThat(untilStart(next, Map.of("meanwhile.work.slots.copy", "1")))
        .isGreaterThan(Duration.ofMinutes(9));
    assertThat(untilStart(next, Map.of("meanwhile.work.caller-slots", "1")))
        .isGreaterThan(Duration.ofMinutes(9));
  }

  @Test
  default void a_job_that_waits_for_its_time_starts_then() {
    node(8);
    JobId later =
        stores().jobs.store(Order.any().startingAt(stores().now().plus(Duration.ofHours(1))));

    assertThat(untilStart(later)).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
  }

  @Test
  default void the_speed_of_a_run_is_stored_with_its_progress_and_ends_with_the_run() {
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node(8));
    Speed speed = new Speed(2.5, Duration.ofMillis(700));

    report(lease, 42, Optional.of(speed));

    Job running = job(job);
    assertThat(running.pace().orElseThrow().perSecond()).isEqualTo(2.5);
    assertThat(running.pace().orElseThrow().usualGap()).isEqualTo(Duration.ofMillis(700));
    Instant moved = running.pace().orElseThrow().movedAt();
    report(lease, 42, Optional.of(speed));
    assertThat(job(job).pace().orElseThrow().movedAt()).as("it stood still").isEqualTo(moved);

    stores().crash(lease.node());
    stores().claimOne(node(8));
    assertThat(job(job).pace()).as("of the next run").isEmpty();
  }

  @Test
  default void the_run_of_a_dead_node_has_no_end() {
    UUID node = node(8);
    runsTake(Duration.ofMinutes(10));
    JobId job = stores().jobs.store(Order.any());
    stores().claimOne(node);
    assertThat(untilEnd(job).isCredible()).isTrue();

    stores().silence(node);

    assertThat(untilEnd(job).isCredible()).isFalse();
  }

  private UUID node(int slots) {
    UUID node = stores().node();
    stores()
        .database
        .transaction(
            c -> Rows.update(c, "UPDATE node SET slots = ? WHERE incarnation = ?", slots, node));
    return node;
  }

  private void runsTake(Duration time) {
    long millis = time.toMillis();
    stores().estimates(Map.of()).learn(Order.COPY, 3, millis, List.of(millis, millis, millis));
  }

  private void startedAgo(JobId job, Duration time) {
    stores()
        .database
        .transaction(
            c ->
                Rows.update(
                    c,
                    "UPDATE job SET started_at = ? WHERE id = ?",
                    Rows.time(stores().now().minus(time)),
                    job.value()));
  }

  private void report(Lease lease, long done, Optional<Speed> speed) {
    stores()
        .claims
        .report(
            List.of(
                new Claims.ProgressReport(lease, new Progress(done, 100L, "rows", null), speed)));
  }

  private Job job(JobId id) {
    return stores().jobs.find(id, Scope.everyone()).orElseThrow().job();
  }

  private Duration untilStart(JobId job) {
    return untilStart(job, Map.of());
  }

  private Duration untilStart(JobId job, Map<String, String> settings) {
    return stores()
        .estimates(settings)
        .latest()
        .untilStart(job(job), stores().now())
        .orElseThrow()
        .mean();
  }

  private Optional<TimeLeft> start(JobId job) {
    return stores().estimates(Map.of()).latest().untilStart(job(job), stores().now());
  }

  private TimeLeft untilEnd(JobId job) {
    return stores().estimates(Map.of()).latest().untilEnd(job(job), stores().now());
  }
}

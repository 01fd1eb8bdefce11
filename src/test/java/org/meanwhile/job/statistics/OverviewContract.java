package org.meanwhile.job.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Stores;
import org.meanwhile.job.run.Attempts;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Settings;

/** The overview of all jobs and nodes, and the history of a job. */
public interface OverviewContract {

  Stores stores();

  private Attempts.History history(JobId job) {
    return new Attempts(stores().database).of(job);
  }

  private Overviews overviews() {
    return new Overviews(stores().database, new Settings(name -> null));
  }

  @Test
  default void a_failed_attempt_is_logged_with_its_node_and_its_error() {
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(stores().node());
    assertThat(history(job).attempts()).isEmpty();
    assertThat(history(job).node()).isPresent();

    stores()
        .complete(lease, new RunResult.TryAgain(Duration.ZERO, new JobError(500, "busy", "käse")));

    Attempts.History after = history(job);
    assertThat(after.node()).isEmpty();
    assertThat(after.attempts()).hasSize(1);
    Attempts.Attempt attempt = after.attempts().get(0);
    assertThat(attempt.number()).isEqualTo(1);
    assertThat(attempt.node()).isNotEmpty();
    assertThat(attempt.outcome()).isEqualTo(Attempts.Outcome.FAILED);
    assertThat(attempt.errorCode()).contains("busy");
    assertThat(attempt.errorMessage()).contains("käse");
    assertThat(attempt.startedAt().orElseThrow()).isBeforeOrEqualTo(attempt.endedAt());
  }

  @Test
  default void the_node_of_a_job_is_known_after_its_end() {
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(stores().node());
    String node = history(job).node().orElseThrow();

    stores().complete(lease, new RunResult.Failed(new JobError(500, "x", "x")));

    assertThat(history(job).node()).contains(node);
    assertThat(history(job).attempts()).isEmpty();
  }

  @Test
  default void a_run_with_a_lost_lease_is_not_logged() {
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(stores().node());
    Lease stale = new Lease(job, lease.node(), lease.claim() - 1);

    stores().complete(stale, new RunResult.TryAgain(Duration.ZERO, new JobError(500, "x", "x")));

    assertThat(history(job).attempts()).isEmpty();
  }

  @Test
  default void hand_backs_are_in_the_history_and_the_latest_is_first() {
    JobId job = stores().jobs.store(Order.any());
    UUID node = stores().node();
    stores().complete(stores().claimOne(node), new RunResult.HandedBack());
    stores()
        .complete(
            stores().claimOne(node),
            new RunResult.TryAgain(Duration.ZERO, new JobError(500, "x", "x")));

    assertThat(history(job).attempts())
        .extracting(Attempts.Attempt::outcome)
        .containsExactly(Attempts.Outcome.FAILED, Attempts.Outcome.HANDED_BACK);
  }

  @Test
  default void a_crash_is_in_the_history() {
    JobId job = stores().jobs.store(Order.any());
    UUID dead = stores().node();
    stores().claimOne(dead);
    stores().nodes.leave(dead);

    stores().rescuer.rescue(3);

    assertThat(history(job).attempts())
        .extracting(Attempts.Attempt::outcome)
        .containsExactly(Attempts.Outcome.CRASHED);
  }

  @Test
  default void unfinished_jobs_are_counted_by_operation() {
    stores().jobs.store(Order.any());
    stores().jobs.store(Order.any());
    stores().claimAtMost(stores().node(), 1);

    assertThat(overviews().read().queues().stream().filter(q -> q.operation().equals(Order.COPY)))
        .satisfies(
            queues -> {
              assertThat(queues.stream().mapToLong(Overview.Queue::waiting).sum()).isEqualTo(1);
              assertThat(queues.stream().mapToLong(Overview.Queue::running).sum()).isEqualTo(1);
            });
  }

  @Test
  default void a_node_publishes_its_roles_and_slots() {
    UUID node = stores().node();
    overviews().publish(node, Set.of(Role.WORK), 8, 3, 2);

    List<Overview.Node> nodes = overviews().read().nodes();

    assertThat(nodes)
        .anySatisfy(
            n -> {
              assertThat(n.roles()).isEqualTo("work");
              assertThat(n.slots()).isEqualTo(8);
              assertThat(n.slotsTaken()).isEqualTo(3);
              assertThat(n.slotsHeld()).isEqualTo(2);
              assertThat(n.alive()).isTrue();
            });
  }

  @Test
  default void the_counts_of_all_nodes_in_a_minute_are_one_row() {
    OperationCounters one = new OperationCounters(stores().database, new Settings(name -> null));
    OperationCounters other = new OperationCounters(stores().database, new Settings(name -> null));
    String operation = "tally-" + UUID.randomUUID();
    Stream.of(one, other)
        .forEach(
            node -> {
              node.started(operation, Duration.ofMillis(20));
              node.ran(operation, Duration.ofMillis(30));
              node.ended(ended(operation, JobStatus.SUCCEEDED));
              node.flush();
              node.flush();
            });
    one.ended(ended(operation, JobStatus.CANCELED));
    one.flush();

    List<Counts> all =
        overviews().read().minutes().stream()
            .filter(minute -> minute.operation().equals(operation))
            .map(Overview.Minute::counts)
            .toList();

    // At most two rows: a minute may end in between.
    assertThat(all).hasSizeBetween(1, 2);
    Counts sum = all.stream().reduce(Counts.NONE, Counts::plus);
    assertThat(sum.waits().count()).isEqualTo(2);
    assertThat(sum.waits().totalMillis()).isEqualTo(40);
    assertThat(sum.runs().totalMillis()).isEqualTo(60);
    assertThat(sum.ended()).isEqualTo(new Counts.Ended(2, 0, 1));
  }

  private static JobsEnded ended(String operation, JobStatus status) {
    JobId job = new JobId(UUID.randomUUID());
    return new JobsEnded(List.of(new JobEnded(job, Order.ALICE, operation, status, false, 0)));
  }
}

package org.meanwhile.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobRow;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Progress;
import org.meanwhile.job.Race;
import org.meanwhile.job.RunLimits;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.Stores;

/** Which node claims which job. */
public interface ClaimingContract {
  int STORED_MEANWHILE = 1000;

  Stores stores();

  @Test
  default void claiming_takes_the_most_urgent_first_and_no_more_than_asked() {
    UUID node = stores().node();
    JobId low = stores().jobs.store(Order.any().withPriority(-1));
    JobId first = stores().jobs.store(Order.any());
    JobId high = stores().jobs.store(Order.any().withPriority(9));
    JobId second = stores().jobs.store(Order.any());

    assertThat(stores().claimAtMost(node, 3))
        .extracting(Lease::job)
        .containsExactly(high, first, second);
    assertThat(stores().claimAtMost(node, 3)).extracting(Lease::job).containsExactly(low);
    assertThat(stores().claimAtMost(node, 3)).isEmpty();
  }

  @Test
  default void a_claimed_job_knows_the_trace_of_its_request() {
    UUID node = stores().node();
    stores().jobs.store(Order.any());

    assertThat(stores().claim(node, List.of(Order.COPY), 1).get(0).trace()).contains(Order.TRACE);
  }

  /** A statement that began before a job was stored must not hand out a part of it. */
  @Test
  default void a_job_that_is_stored_meanwhile_is_claimed_with_its_file() throws Exception {
    UUID node = stores().node();
    Future<Void> stored =
        Race.run(
            () -> {
              for (int i = 0; i < STORED_MEANWHILE; i++) {
                stores().jobs.store(Order.any().with(stores().upload(new byte[] {1})));
              }
              return null;
            });

    List<ClaimedJob> claimed = new ArrayList<>();
    boolean over = false;
    while (!over) {
      over = stored.isDone();
      List<Claims.Share> share = List.of(new Claims.Share(Order.ALICE, 9));
      claimed.addAll(stores().claims.claim(node, List.of(Order.COPY), share).jobs());
      over &= stores().claims.waitingCallers("", 9).isEmpty();
    }
    stored.get();

    assertThat(claimed.size()).isEqualTo(STORED_MEANWHILE);
    assertThat(claimed).allMatch(job -> job.file().isPresent());
  }

  @Test
  default void only_known_operations_are_claimed() {
    UUID node = stores().node();
    JobId known = stores().jobs.store(Order.any());
    JobId unknown = stores().jobs.store(Order.any().of("from-tomorrow").withPriority(9));

    assertThat(stores().claimAtMost(node, 5)).extracting(Lease::job).containsExactly(known);
    assertThat(stores().row(unknown).status()).isEqualTo(JobStatus.WAITING);
    assertThat(stores().claim(node, List.of("from-tomorrow", Order.COPY), 5)).hasSize(1);
  }

  @Test
  default void only_jobs_that_are_due_are_claimed() {
    UUID node = stores().node();
    JobId later =
        stores().jobs.store(Order.any().startingAt(stores().now().plus(Duration.ofMinutes(10))));

    assertThat(stores().claimAtMost(node, 5)).isEmpty();
    stores().pass(Duration.ofMinutes(9));
    assertThat(stores().claimAtMost(node, 5)).isEmpty();
    stores().pass(Duration.ofMinutes(1));
    assertThat(stores().claimAtMost(node, 5)).extracting(Lease::job).containsExactly(later);
  }

  @Test
  default void scheduled_jobs_wait_for_a_slot_from_their_time_on() {
    Instant now = stores().now();
    JobId second = stores().jobs.store(Order.any().startingAt(now.plus(Duration.ofMinutes(2))));
    JobId first = stores().jobs.store(Order.any().startingAt(now.plus(Duration.ofMinutes(1))));
    JobId third = stores().jobs.store(Order.any().startingAt(now.plus(Duration.ofMinutes(3))));
    UUID node = stores().node();
    List<Claims.Share> shares = List.of(new Claims.Share(Order.ALICE, 5));

    assertThat(stores().scheduler.promote(9)).isZero();
    assertThat(stores().claims.waitingCallers("", 9)).isEmpty();
    stores().passUnnoticed(Duration.ofMinutes(2));
    assertThat(stores().claims.claim(node, List.of(Order.COPY), shares).jobs()).isEmpty();
    assertThat(stores().scheduler.promote(1)).isEqualTo(1);
    assertThat(stores().claims.waitingCallers("", 9)).containsExactly(Order.ALICE);
    assertThat(stores().claims.claim(node, List.of(Order.COPY), shares).jobs())
        .extracting(claimed -> claimed.lease().job())
        .containsExactly(first);
    assertThat(stores().scheduler.promote(9)).isEqualTo(1);
    assertThat(stores().claims.claim(node, List.of(Order.COPY), shares).jobs())
        .extracting(claimed -> claimed.lease().job())
        .containsExactly(second);
    assertThat(stores().row(third).status()).isEqualTo(JobStatus.WAITING);
  }

  @Test
  default void a_transient_failure_schedules_the_job_again() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    stores()
        .complete(
            stores().claimOne(node),
            new RunResult.TryAgain(Duration.ofMinutes(1), new JobError(500, "x", "x")));

    assertThat(stores().claims.waitingCallers("", 9)).isEmpty();
    stores().passUnnoticed(Duration.ofMinutes(1));
    assertThat(stores().scheduler.promote(9)).isEqualTo(1);
    assertThat(stores().claimOne(node).job()).isEqualTo(job);
  }

  @Test
  default void a_scheduled_job_stored_by_a_node_of_an_older_version_is_not_claimed_too_early() {
    UUID node = stores().node();
    Instant later = stores().now().plus(Duration.ofMinutes(10));
    stores().multiply(stores().jobs.store(Order.any().startingAt(later)), 1);

    assertThat(stores().claims.waitingCallers("", 9)).containsExactly(Order.ALICE);
    assertThat(stores().claimAtMost(node, 5)).isEmpty();
    assertThat(stores().rows()).extracting(JobRow::status).containsOnly(JobStatus.WAITING);
    stores().pass(Duration.ofMinutes(10));
    stores().claimAtMost(node, 5);
    assertThat(stores().rows()).extracting(JobRow::status).containsOnly(JobStatus.RUNNING);
  }

  @Test
  default void nothing_is_claimed_for_a_dead_node() {
    UUID dead = stores().node();
    UUID living = stores().node();
    stores().nodes.leave(dead);
    JobId job = stores().jobs.store(Order.any());

    assertThat(stores().claimAtMost(dead, 5)).isEmpty();
    assertThat(stores().claimAtMost(UUID.randomUUID(), 5)).as("never joined").isEmpty();
    assertThat(stores().row(job).status()).isEqualTo(JobStatus.WAITING);
    assertThat(stores().claimAtMost(living, 5)).extracting(Lease::job).containsExactly(job);
  }

  @Test
  default void two_claimers_never_get_the_same_job_and_together_get_all() throws Exception {
    int all = 100;
    for (int i = 0; i < all; i++) {
      stores().jobs.store(Order.any());
    }
    List<Future<List<Lease>>> claimers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      UUID node = stores().node();
      claimers.add(Race.run(untilNothingWaits(node)));
    }

    List<Lease> got = new ArrayList<>();
    for (Future<List<Lease>> claimer : claimers) {
      got.addAll(Race.get(claimer));
    }

    Set<JobId> jobs = new HashSet<>();
    got.forEach(lease -> jobs.add(lease.job()));
    assertThat(got).hasSize(all);
    assertThat(jobs).hasSize(all);
  }

  private Callable<List<Lease>> untilNothingWaits(UUID node) {
    return () -> {
      List<Lease> mine = new ArrayList<>();
      while (stores().rows().stream().anyMatch(row -> row.status() == JobStatus.WAITING)) {
        mine.addAll(stores().claimAtMost(node, 3));
      }
      return mine;
    };
  }

  @Test
  default void a_claimed_job_has_all_that_its_run_needs() {
    UUID node = stores().node();
    StagedFile file = stores().upload(new byte[] {1, 2, 3});
    JobId job = stores().jobs.store(Order.any().with(file));

    ClaimedJob claimed = stores().claim(node, List.of(Order.COPY), 1).get(0);

    assertThat(claimed.lease()).isEqualTo(new Lease(job, node, 1));
    assertThat(claimed.operation()).isEqualTo(Order.COPY);
    assertThat(claimed.input()).isEqualTo("{}");
    assertThat(claimed.attempt()).isEqualTo(1);
    assertThat(claimed.maxAttempts()).isEqualTo(3);
    assertThat(claimed.timeout()).isEqualTo(Duration.ofHours(1));
    assertThat(claimed.waited()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    assertThat(claimed.checkpoint()).isEmpty();
    assertThat(claimed.file())
        .contains(
            new ClaimedJob.ClaimedFile(file.content().id(), file.name(), file.mediaType(), 3));
  }

  @Test
  default void the_next_run_gets_the_checkpoint_and_begins_without_progress() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease first = stores().claimOne(node);
    stores().claims.checkpoint(first, new byte[] {1});
    stores().claims.checkpoint(first, new byte[] {7});
    stores()
        .claims
        .report(
            List.of(
                new Claims.ProgressReport(
                    first, new Progress(5L, 9L, "rows", "reading"), Optional.empty())));
    assertThat(stores().row(job).progressDone()).isEqualTo(5);
    stores().crash(node);

    UUID next = stores().node();
    ClaimedJob claimed = stores().claim(next, List.of(Order.COPY), 1).get(0);

    assertThat(claimed.checkpoint().orElseThrow()).containsExactly(7);
    assertThat(stores().row(job).progressDone()).isNull();
  }

  @Test
  default void a_node_finds_its_leases_and_which_of_their_jobs_are_cancelled() {
    UUID node = stores().node();
    stores().jobs.store(Order.any());
    Lease wanted = stores().claimOne(node);
    stores().jobs.store(Order.any());
    Lease unwanted = stores().claimOne(node);
    stores().jobs.store(Order.any());
    stores().complete(stores().claimOne(node), new RunResult.Failed(new JobError(500, "x", "x")));
    stores().jobs.remove(unwanted.job());

    RunLimits limits = new RunLimits(Duration.ofHours(1), Optional.empty(), false);
    assertThat(stores().claims.heldBy(node))
        .containsExactlyInAnyOrder(
            new Claims.Held(wanted, false, limits), new Claims.Held(unwanted, true, limits));
    assertThat(stores().claims.heldBy(stores().node())).isEmpty();
  }
}

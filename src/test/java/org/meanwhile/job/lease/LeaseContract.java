package org.meanwhile.job.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobRow;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.Stores;
import org.meanwhile.job.lease.LeaseEnds.Outcome;
import org.meanwhile.job.lease.LeaseState.Phase;

/** Leases of workers, and their races. */
public interface LeaseContract {
  int ANY = Integer.MAX_VALUE;

  Stores stores();

  private LeasedJobs workers() {
    return new LeasedJobs(stores()).open();
  }

  private JobRow row(String token) {
    return stores().row(job(token));
  }

  private JobId job(String token) {
    return workers().used(token).lease().job();
  }

  @Test
  default void a_lease_is_known_to_its_holder_alone() {
    String token = workers().leased();

    assertThat(stores().leases.use(token, "somebody")).isEmpty();
    assertThat(stores().leases.use("another", LeasedJobs.HOLDER)).isEmpty();
    assertThat(workers().phase(token)).isEqualTo(Phase.HELD);
  }

  @Test
  default void a_lease_that_is_used_lives_for_its_time_from_each_use() {
    String token = workers().leased();
    assertThat(workers().phase(token)).isEqualTo(Phase.HELD);
    stores().passUnnoticed(Duration.ofSeconds(50));
    assertThat(workers().phase(token)).isEqualTo(Phase.HELD);
    stores().passUnnoticed(Duration.ofSeconds(50));

    assertThat(workers().sweep()).isZero();
    assertThat(workers().phase(token)).isEqualTo(Phase.HELD);
  }

  @Test
  default void a_lease_that_is_not_used_is_given_back_without_a_crash() {
    String token = workers().leased();
    stores().passUnnoticed(Leases.UNUSED);

    assertThat(workers().phase(token)).isEqualTo(Phase.LAPSED);
    assertThat(workers().sweep()).isEqualTo(1);

    assertThat(workers().phase(token)).isEqualTo(Phase.OVER);
    JobRow job = row(token);
    assertThat(job.status()).isEqualTo(JobStatus.WAITING);
    assertThat(job.attempt()).isZero();
    assertThat(job.crashes()).isZero();
  }

  @Test
  default void a_lease_that_is_not_renewed_is_a_crash_and_the_checkpoint_stays() {
    String token = workers().leased();
    LeaseState state = workers().used(token);
    stores().claims.checkpoint(state.lease(), "half".getBytes(StandardCharsets.UTF_8));
    stores().passUnnoticed(LeasedJobs.TIME);

    assertThat(workers().phase(token)).isEqualTo(Phase.LAPSED);
    assertThat(workers().succeed(token).outcome()).isEqualTo(Outcome.LOST);
    workers().sweep();

    JobRow job = row(token);
    assertThat(job.status()).isEqualTo(JobStatus.WAITING);
    assertThat(job.attempt()).isZero();
    assertThat(job.crashes()).isEqualTo(1);
    assertThat(stores().claim(stores().node(), List.of(Order.COPY), 1).get(0).checkpoint())
        .contains("half".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  default void a_job_whose_workers_are_lost_one_after_the_other_fails() {
    stores().jobs.store(Order.any());
    String token = "";
    for (int i = 0; i < 3; i++) {
      token = workers().lease(1, ANY).get(0);
      workers().used(token);
      stores().passUnnoticed(LeasedJobs.TIME);
      workers().sweep();
    }

    assertThat(row(token).status()).isEqualTo(JobStatus.FAILED);
    assertThat(workers().phase(token)).isEqualTo(Phase.OVER);
    assertThat(workers().lease(1, ANY)).isEmpty();
  }

  @Test
  default void no_node_rescues_what_workers_have_leased() {
    UUID node = stores().node();
    String token = workers().leased();
    stores().crash(node);

    assertThat(stores().rescuer.rescue(3)).isZero();
    assertThat(workers().phase(token)).isEqualTo(Phase.HELD);
    assertThat(stores().nodes.list(Duration.ofMinutes(1), 9)).extracting(n -> n.name()).isEmpty();
    assertThat(stores().nodes.find(Lease.WORKERS, Duration.ofMinutes(1))).isEmpty();
    assertThat(stores().nodes.drain(Lease.WORKERS, true, Duration.ofMinutes(1))).isFalse();
  }

  @Test
  default void the_same_end_again_is_the_same_and_another_is_told_apart() {
    String token = workers().leased();

    assertThat(workers().succeed(token).outcome()).isEqualTo(Outcome.STORED);
    assertThat(workers().succeed(token).outcome()).isEqualTo(Outcome.STORED);
    assertThat(workers().fail(token).outcome()).isEqualTo(Outcome.ENDED_OTHERWISE);
    assertThat(workers().handBack(token).outcome()).isEqualTo(Outcome.LOST);
    assertThat(stores().endedJobs()).hasSize(1);
    assertThat(stores().outputs()).hasSize(1);
  }

  @Test
  default void a_lease_that_was_handed_back_ends_nothing() {
    String token = workers().leased();

    assertThat(workers().handBack(token).outcome()).isEqualTo(Outcome.STORED);

    assertThat(workers().handBack(token).outcome()).isEqualTo(Outcome.LOST);
    assertThat(workers().succeed(token).outcome()).isEqualTo(Outcome.LOST);
    assertThat(row(token).attempt()).isZero();
    assertThat(workers().lease(1, ANY)).hasSize(1);
  }

  @Test
  default void of_two_ends_at_a_time_one_is_stored() throws Exception {
    LeasedJobs workers = workers();
    String token = workers.leased();

    var first = Race.first(stores().db, () -> workers.succeed(token));
    var second = first.second(() -> workers.fail(token));

    assertThat(first.commit().outcome()).isEqualTo(Outcome.STORED);
    assertThat(Race.get(second).outcome()).isEqualTo(Outcome.ENDED_OTHERWISE);
    assertThat(row(token).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  default void a_renewal_that_is_first_keeps_the_lease_from_the_sweep() throws Exception {
    LeasedJobs workers = workers();
    String token = workers.leased();
    workers.used(token);
    stores().passUnnoticed(LeasedJobs.TIME.minusSeconds(20));

    var renewal = Race.first(stores().db, () -> workers.phase(token));
    var sweep = renewal.second(() -> workers.sweep());

    assertThat(renewal.commit()).isEqualTo(Phase.HELD);
    Race.get(sweep);
    assertThat(workers.phase(token)).isEqualTo(Phase.HELD);
  }

  @Test
  default void a_sweep_that_is_first_keeps_the_lease_from_being_renewed() throws Exception {
    LeasedJobs workers = workers();
    String token = workers.leased();
    workers.used(token);
    stores().passUnnoticed(LeasedJobs.TIME);

    var sweep = Race.first(stores().db, () -> workers.sweep());
    var renewal = sweep.second(() -> workers.phase(token));
    sweep.commit();

    assertThat(Race.get(renewal)).isIn(Phase.LAPSED, Phase.OVER);
    assertThat(workers.phase(token)).isEqualTo(Phase.OVER);
    assertThat(row(token).crashes()).isEqualTo(1);
  }

  @Test
  default void an_end_that_is_first_is_not_swept() throws Exception {
    LeasedJobs workers = workers();
    String token = workers.leased();
    workers.used(token);

    var end = Race.first(stores().db, () -> workers.succeed(token));
    var sweep = end.second(() -> workers.sweep());

    assertThat(end.commit().outcome()).isEqualTo(Outcome.STORED);
    Race.get(sweep);
    assertThat(row(token).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  default void an_end_that_is_first_is_not_canceled() throws Exception {
    LeasedJobs workers = workers();
    String token = workers.leased();
    JobId job = job(token);

    var end = Race.first(stores().db, () -> workers.succeed(token));
    var cancel = end.second(() -> stores().jobs.remove(job));

    assertThat(end.commit().status()).contains(JobStatus.SUCCEEDED);
    Race.get(cancel);
    assertThat(stores().row(job).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  default void a_cancellation_that_is_first_cancels_whatever_the_worker_says() throws Exception {
    LeasedJobs workers = workers();
    String token = workers.leased();
    JobId job = job(token);

    var cancel = Race.first(stores().db, () -> stores().jobs.remove(job));
    var end = cancel.second(() -> workers.succeed(token));
    cancel.commit();

    assertThat(Race.get(end).status()).contains(JobStatus.CANCELED);
    assertThat(stores().outputs()).isEmpty();
  }

  @Test
  default void a_canceled_lease_is_not_renewed_and_may_be_ended() {
    String token = workers().leased();
    LeaseState before = workers().used(token);
    stores().jobs.remove(before.lease().job());

    LeaseState after = workers().used(token);

    assertThat(after.phase()).isEqualTo(Phase.CANCELED);
    assertThat(after.lapsesAt()).isEqualTo(before.lapsesAt());
    assertThat(workers().handBack(token).status()).contains(JobStatus.CANCELED);
    assertThat(workers().phase(token)).isEqualTo(Phase.OVER);
  }

  @Test
  default void two_claims_at_a_time_keep_the_limit_of_leases() throws Exception {
    for (int i = 0; i < 4; i++) {
      stores().jobs.store(Order.any());
    }
    LeasedJobs workers = workers();

    var first = Race.first(stores().db, () -> workers.lease(2, 3));
    // With H2 claims take turns before they come to the database.
    var second = Race.run(() -> workers.lease(2, 3));

    assertThat(first.commit()).hasSize(2);
    assertThat(Race.get(second)).hasSize(1);
    assertThat(workers.lease(2, 3)).isEmpty();
    assertThat(new Leases(stores().database, stores().claims).open()).isEqualTo(3);
  }

  @Test
  default void an_operation_for_which_no_worker_has_asked_for_a_minute_says_so() {
    workers();
    assertThat(new WorkerOperations(stores().database).unasked()).containsExactly(Order.COPY);

    stores().workerOperations.asked(List.of(Order.COPY));
    assertThat(stores().workerOperations.unasked()).isEmpty();

    stores().passUnnoticed(Duration.ofSeconds(59));
    assertThat(new WorkerOperations(stores().database).unasked()).isEmpty();
    stores().passUnnoticed(Duration.ofSeconds(2));
    assertThat(new WorkerOperations(stores().database).unasked()).containsExactly(Order.COPY);
  }

  @Test
  default void lines_have_numbers_of_their_own_and_those_that_were_dropped_are_counted() {
    String token = workers().leased();
    JobId job = job(token);
    List<String> many = Collections.nCopies(200, "x");

    assertThat(stores().leaseLog.write(token, List.of("first"), 0)).isTrue();
    stores().leaseLog.write(token, many, 7);
    stores().passUnnoticed(Duration.ofSeconds(1));
    stores().leaseLog.write(token, List.of("last"), 0);

    var page = stores().logReader.page(job, 0, 1000);
    assertThat(page.lines().get(page.lines().size() - 1).text()).isEqualTo("last");
    assertThat(page.next()).isEqualTo(209);
    workers().handBack(token);
    assertThat(stores().leaseLog.write(token, List.of("late"), 0)).isFalse();
  }

  @Test
  default void leases_are_forgotten_with_the_record_of_their_job() {
    String token = workers().leased();
    workers().succeed(token);
    stores().passUnnoticed(Order.RETAIN.plus(Order.TOMBSTONE).plusMinutes(1));

    stores().cleaner.purge(10, Duration.ofHours(1));

    assertThat(stores().count("job")).isZero();
    assertThat(stores().count("worker_lease")).isZero();
  }
}

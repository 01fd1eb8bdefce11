package org.meanwhile.job.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Dependency;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Progress;
import org.meanwhile.job.Race;
import org.meanwhile.job.Reused;
import org.meanwhile.job.Stores;
import org.meanwhile.job.change.EditResult;
import org.meanwhile.job.change.JobPatch;
import org.meanwhile.job.group.StopOn;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.Completion;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.job.submit.NewGroup;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.platform.Scope;

/** Jobs that share the run of another one: it is made once, and ends for all that still want it. */
public interface RidingContract {
  String INPUT = ReuseContract.INPUT;
  Duration HOUR = Duration.ofHours(1);
  RunResult.Failed FAILURE = new RunResult.Failed(new JobError(500, "broken", "it broke"));

  Stores stores();

  private JobView view(JobId id) {
    return stores().jobs.find(id, Scope.everyone()).orElseThrow();
  }

  private Job job(JobId id) {
    return view(id).job();
  }

  private static byte[] large() {
    return "another line\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
  }

  private static Order again() {
    return Order.any().reusing(INPUT, HOUR);
  }

  private JobId first() {
    return stores().jobs.store(Order.any().like(INPUT));
  }

  private JobId rider(JobId of) {
    JobId id = stores().jobs.store(again());
    assertThat(job(id).reused()).contains(new Reused(Reused.As.RUN, of));
    return id;
  }

  private Lease claim(UUID node) {
    return stores().claimOne(node);
  }

  private void succeed(Lease lease) {
    assertThat(stores().complete(lease, stores().success(lease, large()))).isPresent();
  }

  private List<JobEnded> ended(JobId job) {
    return stores().endedJobs().stream().filter(end -> end.id().equals(job)).toList();
  }

  private List<JobStatus> told(JobId job) {
    return stores().deliveries.log(job).orElseThrow().deliveries().stream()
        .map(delivery -> delivery.outcome())
        .toList();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isBefore(other) ? other : one;
  }

  @Test
  default void one_run_is_made_and_ends_for_all() {
    JobId first = first();
    JobId second = rider(first);
    Lease lease = claim(stores().node());
    assertThat(lease.job()).isEqualTo(first);
    JobId third = rider(first);
    assertThat(job(third).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job(second).status()).isEqualTo(JobStatus.WAITING);

    succeed(lease);

    for (JobId rider : List.of(second, third)) {
      JobView view = view(rider);
      assertThat(view.job().status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(view.liveOutput().orElseThrow().contentId())
          .isEqualTo(view(first).liveOutput().orElseThrow().contentId());
      assertThat(view.job().reused()).contains(new Reused(Reused.As.RUN, first));
      assertThat(view.job().startedAt().orElseThrow())
          .isEqualTo(later(job(first).startedAt().orElseThrow(), view.job().createdAt()));
      assertThat(ended(rider)).hasSize(1);
    }
    assertThat(stores().count("ride")).isZero();
    assertThat(stores().saved.events()).hasSize(2);
    assertThat(stores().claimAtMost(stores().node(), 9)).isEmpty();
  }

  @Test
  default void who_shares_a_run_is_told_of_its_start_and_progress() {
    JobId first = first();
    JobId rider = rider(first);
    assertThat(stores().rides.follow()).isZero();
    UUID node = stores().node();
    Lease lease = claim(node);
    stores()
        .claims
        .report(
            List.of(
                new Claims.ProgressReport(
                    lease, new Progress(3L, 4L, "rows", "writing"), Optional.empty())));
    long version = job(rider).version();

    assertThat(stores().rides.follow()).isEqualTo(1);

    assertThat(job(rider).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job(rider).progress()).isEqualTo(job(first).progress());
    assertThat(job(rider).attempt()).isEqualTo(1);
    assertThat(job(rider).version()).isEqualTo(version + 1);
    assertThat(stores().rides.follow()).isZero();
    stores()
        .completions
        .complete(
            List.of(
                new Completion(
                    lease,
                    new RunResult.TryAgain(HOUR, new JobError(503, "later", "")),
                    Progress.NONE)));
    stores().rides.follow();
    assertThat(job(rider).status()).isEqualTo(JobStatus.WAITING);
    assertThat(job(rider).startedAt()).isEmpty();
  }

  @Test
  default void a_job_that_has_left_changes_no_more_while_its_run_makes_progress() {
    JobId first = first();
    JobId rider = rider(first);
    Lease lease = claim(stores().node());
    stores().jobs.remove(first);
    long version = job(first).version();

    stores()
        .claims
        .report(
            List.of(
                new Claims.ProgressReport(
                    lease, new Progress(3L, 4L, "rows", "writing"), Optional.empty())));
    stores().rides.follow();

    assertThat(job(rider).progress().done()).isEqualTo(3);
    assertThat(job(first).version()).isEqualTo(version);
  }

  @Test
  default void a_run_that_fails_fails_for_all() {
    JobId first = first();
    JobId rider = rider(first);
    Lease lease = claim(stores().node());

    stores().complete(lease, FAILURE);

    assertThat(job(rider).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(rider).error()).isEqualTo(job(first).error()).contains(FAILURE.error());
    assertThat(job(stores().jobs.store(again())).reused()).isEmpty();
  }

  @Test
  default void who_cancels_is_canceled_at_once_and_the_run_goes_on_for_the_others() {
    JobId first = stores().jobs.store(Order.any().like(INPUT).calling("a.example"));
    JobId second = rider(first);
    JobId third = stores().jobs.store(again().calling("b.example"));
    Lease lease = claim(stores().node());
    stores().rides.follow();

    stores().jobs.remove(second);
    stores().jobs.remove(first);
    stores().rides.settleAll();

    assertThat(job(second).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(job(first).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(job(first).finishedAt()).isPresent();
    assertThat(job(first).removedAt()).isPresent();
    assertThat(job(first).cancelRequested()).isTrue();
    assertThat(told(first)).containsExactly(JobStatus.CANCELED);
    assertThat(stores().claims.heldBy(lease.node()))
        .singleElement()
        .satisfies(held -> assertThat(held.cancelRequested()).isFalse());
    JobId fourth = stores().jobs.store(again());
    assertThat(job(fourth).reused()).contains(new Reused(Reused.As.RUN, first));

    succeed(lease);

    assertThat(job(third).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job(fourth).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(view(third).liveOutput()).isPresent();
    assertThat(told(third)).containsExactly(JobStatus.SUCCEEDED);
    assertThat(job(first).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(view(first).output()).isEmpty();
    assertThat(told(first)).containsExactly(JobStatus.CANCELED);
    assertThat(ended(first)).isEmpty();
    assertThat(stores().row(first).goneAt()).isNotNull();
  }

  @Test
  default void a_run_that_its_own_job_has_left_may_fail_and_be_made_again() {
    JobId first = first();
    JobId rider = rider(first);
    Lease lease = claim(stores().node());
    stores().jobs.remove(first);

    stores().complete(lease, new RunResult.TryAgain(Duration.ZERO, new JobError(503, "later", "")));
    stores().pass(Duration.ofSeconds(1));
    Lease again = claim(stores().node());
    assertThat(again.job()).isEqualTo(first);
    stores().complete(again, FAILURE);

    assertThat(job(rider).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(rider).error()).contains(FAILURE.error());
    assertThat(job(first).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(job(first).error()).isEmpty();
  }

  @Test
  default void the_run_stops_when_the_last_has_cancelled() {
    JobId first = first();
    JobId second = rider(first);
    JobId third = rider(first);
    Lease lease = claim(stores().node());
    stores().jobs.remove(first);
    stores().jobs.remove(second);
    stores().rides.settle(List.of(first, second));
    assertThat(stores().cancelRequested.events()).isEmpty();

    stores().jobs.remove(third);
    stores().rides.settle(List.of(third));

    assertThat(stores().cancelRequested.events())
        .singleElement()
        .satisfies(event -> assertThat(event.id()).isEqualTo(first));
    assertThat(stores().claims.heldBy(lease.node()))
        .singleElement()
        .satisfies(held -> assertThat(held.cancelRequested()).isTrue());
    stores().complete(lease, new RunResult.Canceled());
    assertThat(stores().row(first).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(stores().rides.anyOpen()).isFalse();
    assertThat(job(stores().jobs.store(again())).reused()).isEmpty();
  }

  @Test
  default void the_first_alone_is_stopped_when_the_others_have_cancelled_before() {
    JobId first = first();
    JobId second = rider(first);
    Lease lease = claim(stores().node());
    stores().jobs.remove(second);

    stores().jobs.remove(first);

    assertThat(stores().claims.heldBy(lease.node()))
        .singleElement()
        .satisfies(held -> assertThat(held.cancelRequested()).isTrue());
  }

  @Test
  default void a_run_that_nobody_wants_any_more_ends_between_its_attempts() {
    JobId first = first();
    JobId second = rider(first);
    Lease lease = claim(stores().node());
    stores().jobs.remove(first);
    stores().complete(lease, new RunResult.TryAgain(HOUR, new JobError(503, "later", "")));
    stores().jobs.remove(second);

    stores().rides.settleAll();

    assertThat(stores().row(first).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(stores().row(first).goneAt()).isNotNull();
    stores().pass(HOUR);
    assertThat(stores().claimAtMost(stores().node(), 9)).isEmpty();
  }

  @Test
  default void one_of_the_others_runs_itself_when_the_first_is_cancelled_before_its_run() {
    JobId first = first();
    JobId second = rider(first);
    JobId third = rider(first);
    stores().jobs.remove(first);

    stores().rides.settle(List.of(first));

    assertThat(job(second).reused()).isEmpty();
    assertThat(job(second).runAt()).isEqualTo(job(second).createdAt());
    assertThat(job(third).reused()).contains(new Reused(Reused.As.RUN, second));
    Lease lease = claim(stores().node());
    assertThat(lease.job()).isEqualTo(second);
    succeed(lease);
    assertThat(job(third).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  /** Before anybody has looked at those who share it. */
  @Test
  default void a_request_after_the_end_of_the_first_shares_the_run_of_its_heir() {
    JobId first = first();
    JobId second = rider(first);
    stores().jobs.remove(first);

    JobId third = stores().jobs.store(again());

    assertThat(job(second).reused()).isEmpty();
    assertThat(job(third).reused()).contains(new Reused(Reused.As.RUN, second));
  }

  @Test
  default void a_first_that_fails_without_a_run_fails_nobody_else() {
    JobId parent = stores().jobs.store(Order.any());
    JobId first =
        stores()
            .jobs
            .store(
                Order.any()
                    .after(new Dependency(parent, Dependency.On.SUCCEEDED, false))
                    .like(INPUT));
    JobId rider = rider(first);
    stores().jobs.remove(parent);
    stores().dependencies.settleAll();
    assertThat(job(first).status()).isEqualTo(JobStatus.FAILED);

    stores().rides.settleAll();

    assertThat(job(rider).status()).isEqualTo(JobStatus.WAITING);
    assertThat(claim(stores().node()).job()).isEqualTo(rider);
  }

  @Test
  default void a_deadline_ends_the_job_that_has_it_and_not_the_run() {
    JobId first = first();
    JobId rider = stores().jobs.store(again().until(stores().now().plus(HOUR)));
    Lease lease = claim(stores().node());
    stores().rides.follow();
    stores().pass(HOUR);

    stores().deadlines.sweep(Duration.ofMinutes(1));
    stores().rides.settleAll();

    assertThat(job(rider).error().orElseThrow().code()).isEqualTo("deadline-passed");
    succeed(lease);
    assertThat(job(first).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(view(rider).output()).isEmpty();
  }

  @Test
  default void the_deadline_of_the_job_that_runs_ends_the_run_for_all() {
    JobId first = stores().jobs.store(Order.any().like(INPUT).until(stores().now().plus(HOUR)));
    JobId rider = rider(first);
    Lease lease = claim(stores().node());
    stores().pass(HOUR);

    stores().complete(lease, stores().success(lease, large()));

    assertThat(job(first).error().orElseThrow().code()).isEqualTo("deadline-passed");
    assertThat(job(rider).error()).isEqualTo(job(first).error());
    assertThat(view(rider).output()).isEmpty();
  }

  @Test
  default void the_run_of_a_dead_node_is_made_again_for_all_and_fails_for_all_as_poison() {
    JobId first = first();
    JobId rider = rider(first);
    for (int crash = 1; crash <= 3; crash++) {
      assertThat(job(rider).status().ended()).isFalse();
      UUID node = stores().node();
      claim(node);
      stores().crash(node);
      stores().rides.follow();
    }

    assertThat(job(rider).error().orElseThrow().code()).isEqualTo("poison");
    assertThat(ended(rider)).hasSize(1);
  }

  @Test
  default void what_does_not_run_cannot_be_suspended_or_moved_in_the_queue() {
    JobId first = first();
    JobId rider = rider(first);

    EditResult result = stores().jobs.edit(rider, JobPatch.suspended(true));

    assertThat(result.outcome()).isEqualTo(EditResult.Outcome.WRONG_STATE);
    assertThat(result.detail()).contains("shares the run");
  }

  @Test
  default void a_cancelled_group_leaves_a_run_that_others_share() {
    JobId group = new JobId(UUID.randomUUID());
    NewGroup members =
        new NewGroup(
            Order.any().of(Job.GROUP).request(group),
            StopOn.NEVER,
            List.of(
                Order.any()
                    .from(org.meanwhile.job.JobOrigin.member(group, 0))
                    .like(INPUT)
                    .request()),
            1,
            "https://m.example/");
    stores().bulk.store(members);
    Lease lease = claim(stores().node());
    JobId rider = rider(lease.job());
    stores().groups.look(group);
    stores().jobs.remove(group);
    stores().groups.look(group);
    stores().groups.look(group);

    assertThat(job(lease.job()).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(stores().row(group).status()).isEqualTo(JobStatus.CANCELED);
    succeed(lease);
    assertThat(job(rider).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  /** A node of the version before ends only the job that ran. */
  @Test
  default void a_run_that_ended_alone_is_shared_afterwards() {
    JobId first = first();
    JobId rider = rider(first);
    JobId other = rider(first);
    Lease lease = claim(stores().node());
    stores().database.transaction(c -> Rows.update(c, "UPDATE job SET shared = NULL"));
    succeed(lease);
    assertThat(job(rider).status()).isEqualTo(JobStatus.WAITING);

    stores().rides.settleAll();

    for (JobId each : List.of(rider, other)) {
      assertThat(job(each).status()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(view(each).liveOutput().orElseThrow().contentId())
          .isEqualTo(view(first).liveOutput().orElseThrow().contentId());
    }
  }

  @Test
  default void of_two_requests_at_the_same_moment_one_makes_a_run() throws Exception {
    var first = Race.first(stores().db, () -> stores().jobs.submit(again().request()));
    var second = first.second(() -> stores().jobs.submit(again().request()));
    Submission ran = first.commit();
    Submission shared = Race.get(second);

    assertThat(ran.job().job().reused()).isEmpty();
    assertThat(shared.job().job().reused())
        .contains(new Reused(Reused.As.RUN, ran.job().job().id()));
  }

  @Test
  default void a_request_while_the_run_ends_takes_its_output() throws Exception {
    JobId first = first();
    Lease lease = claim(stores().node());
    RunResult success = stores().success(lease, large());

    var end = Race.first(stores().db, () -> stores().complete(lease, success));
    var request = end.second(() -> stores().jobs.submit(again().request()));
    end.commit();

    assertThat(Race.get(request).job().job().reused())
        .contains(new Reused(Reused.As.OUTPUT, first));
  }

  @Test
  default void a_run_that_ends_while_a_request_comes_ends_for_it_as_well() throws Exception {
    JobId first = first();
    Lease lease = claim(stores().node());
    RunResult success = stores().success(lease, large());

    var request = Race.first(stores().db, () -> stores().jobs.submit(again().request()));
    var end = request.second(() -> stores().complete(lease, success));
    JobId rider = request.commit().job().job().id();

    assertThat(Race.get(end)).contains(JobStatus.SUCCEEDED);
    assertThat(job(rider).reused()).contains(new Reused(Reused.As.RUN, first));
    assertThat(job(rider).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(view(rider).liveOutput()).isPresent();
  }

  @Test
  default void the_first_leaves_although_a_request_comes_at_the_same_moment() throws Exception {
    JobId first = first();
    Lease lease = claim(stores().node());

    var request = Race.first(stores().db, () -> stores().jobs.submit(again().request()));
    var removal = request.second(() -> stores().jobs.remove(first));
    JobId rider = request.commit().job().job().id();
    Race.get(removal);

    assertThat(job(first).status()).isEqualTo(JobStatus.CANCELED);
    succeed(lease);
    assertThat(job(rider).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  default void a_request_while_the_first_is_cancelled_runs_itself() throws Exception {
    JobId first = first();
    claim(stores().node());

    var removal = Race.first(stores().db, () -> stores().jobs.remove(first));
    var request = removal.second(() -> stores().jobs.submit(again().request()));
    removal.commit();

    assertThat(Race.get(request).job().job().reused()).isEmpty();
  }

  @Test
  default void an_output_that_is_deleted_while_a_request_comes_is_not_taken() throws Exception {
    JobId first = first();
    succeed(claim(stores().node()));

    var removal = Race.first(stores().db, () -> stores().jobs.remove(first));
    var request = removal.second(() -> stores().jobs.submit(again().request()));
    removal.commit();

    assertThat(Race.get(request).job().job().reused()).isEmpty();
  }

  @Test
  default void an_output_that_is_taken_while_it_is_deleted_is_kept() throws Exception {
    JobId first = first();
    succeed(claim(stores().node()));
    UUID content = view(first).liveOutput().orElseThrow().contentId().orElseThrow();

    var request = Race.first(stores().db, () -> stores().jobs.submit(again().request()));
    var removal = request.second(() -> stores().jobs.remove(first));
    request.commit();
    Race.get(removal);

    assertThat(stores().state(content)).contains("KEPT");
  }
}

package org.meanwhile.job.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.Rows;
import org.meanwhile.job.Callback;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.RunLimits;
import org.meanwhile.job.Stores;
import org.meanwhile.job.change.EditResult.Outcome;
import org.meanwhile.job.content.ContentContract;
import org.meanwhile.job.delivery.Deliveries;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.platform.Scope;
import org.meanwhile.platform.WebhookSecret;

/** Callers that change their jobs, against nodes that claim, run, end and purge them. */
public interface EditingContract {
  JobPatch SUSPEND = JobPatch.suspended(true);
  JobPatch RESUME = JobPatch.suspended(false);
  JobPatch NOTHING = patch(null, null, null, null, null, null, null);

  Stores stores();

  private static JobPatch patch(
      Long version,
      Integer priority,
      Instant startAt,
      Duration timeout,
      Instant deadline,
      Duration retain,
      LabelPatch labels) {
    return new JobPatch(
        Optional.ofNullable(version),
        Optional.ofNullable(priority),
        Optional.ofNullable(startAt),
        Optional.ofNullable(timeout),
        Optional.ofNullable(deadline).map(Optional::of).map(JobPatch.Deadline::new),
        Optional.ofNullable(retain),
        Optional.ofNullable(labels),
        Optional.empty(),
        Optional.empty());
  }

  private static JobPatch calling(CallbackPatch callback) {
    JobPatch n = NOTHING;
    return new JobPatch(
        n.version(),
        n.priority(),
        n.startAt(),
        n.timeout(),
        n.deadline(),
        n.retain(),
        n.labels(),
        Optional.of(callback),
        n.suspended());
  }

  private static JobPatch retaining(Duration time) {
    return patch(null, null, null, null, null, time, null);
  }

  private static JobPatch startingAt(Instant time) {
    return patch(null, null, time, null, null, null, null);
  }

  private Job edit(JobId job, JobPatch patch) {
    EditResult result = stores().jobs.edit(job, patch);
    assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.DONE);
    return result.job().job();
  }

  private Job read(JobId job) {
    return stores().jobs.find(job, Scope.everyone()).orElseThrow().job();
  }

  @Test
  default void a_suspended_job_is_passed_over_and_has_its_old_place_once_it_goes_on() {
    UUID node = stores().node();
    JobId first = stores().jobs.store(Order.any());
    JobId second = stores().jobs.store(Order.any());
    Instant due = stores().row(first).runAt();

    assertThat(edit(first, SUSPEND).isSuspended()).isTrue();
    assertThat(read(first).runAt()).as("its age").isEqualTo(due);
    stores().pass(Duration.ofDays(400));
    assertThat(stores().claimAtMost(node, 2)).extracting(Lease::job).containsExactly(second);

    JobId third = stores().jobs.store(Order.any());
    assertThat(edit(first, RESUME).isSuspended()).isFalse();
    assertThat(stores().claimAtMost(node, 2)).extracting(Lease::job).containsExactly(first, third);
  }

  @Test
  default void a_scheduled_job_waits_for_its_time_after_it_was_suspended() {
    UUID node = stores().node();
    Instant later = stores().now().plus(Duration.ofHours(2));
    JobId job = stores().jobs.store(Order.any().startingAt(later));

    edit(job, SUSPEND);
    assertThat(edit(job, RESUME).runAt()).isEqualTo(later);
    assertThat(read(job).isScheduled()).isTrue();
    assertThat(stores().claimAtMost(node, 1)).isEmpty();
    stores().pass(Duration.ofHours(2));
    assertThat(stores().claimAtMost(node, 1)).hasSize(1);
  }

  @Test
  default void
      a_start_that_is_given_back_while_the_job_is_suspended_leaves_the_age_of_its_creation() {
    JobId job =
        stores().jobs.store(Order.any().startingAt(stores().now().plus(Duration.ofHours(2))));

    edit(job, SUSPEND);
    Job given = edit(job, startingAt(Instant.EPOCH));

    assertThat(given.runAt()).isEqualTo(given.createdAt());
    assertThat(edit(job, RESUME).isScheduled()).isFalse();
  }

  @Test
  default void a_start_that_is_changed_while_the_job_is_suspended_counts_once_it_goes_on() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Instant later = stores().now().plus(Duration.ofHours(2));

    edit(job, SUSPEND);
    assertThat(edit(job, startingAt(later)).runAt()).isEqualTo(later);
    assertThat(read(job).isSuspended()).isTrue();
    edit(job, RESUME);
    assertThat(stores().claimAtMost(node, 1)).isEmpty();
    edit(job, startingAt(Instant.EPOCH));
    assertThat(stores().claimAtMost(node, 1)).hasSize(1);
  }

  @Test
  default void a_claim_does_not_take_a_job_that_is_being_suspended() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());

    var suspend = Race.first(stores().db, () -> stores().jobs.edit(job, SUSPEND));
    var claim = suspend.second(() -> stores().claimAtMost(node, 1));
    suspend.commit();

    assertThat(Race.get(claim)).isEmpty();
    assertThat(read(job).isSuspended()).isTrue();
  }

  @Test
  default void a_job_suspended_while_it_is_claimed_waits_once_its_run_is_handed_back()
      throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());

    var claim = Race.first(stores().db, () -> stores().claimAtMost(node, 1));
    var suspend = claim.second(() -> stores().jobs.edit(job, SUSPEND));
    Lease lease = claim.commit().get(0);
    assertThat(Race.get(suspend).outcome()).isEqualTo(Outcome.DONE);
    assertThat(read(job).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(stores().claims.heldBy(node))
        .containsExactly(
            new Claims.Held(
                lease, false, new RunLimits(Duration.ofHours(1), Optional.empty(), true)));

    assertThat(stores().complete(lease, new RunResult.HandedBack())).contains(JobStatus.WAITING);
    assertThat(read(job).isSuspended()).isTrue();
    assertThat(read(job).attempt()).as("no attempt is counted").isZero();
    assertThat(stores().claimAtMost(node, 1)).isEmpty();
    edit(job, RESUME);
    assertThat(stores().claimAtMost(node, 1)).hasSize(1);
  }

  @Test
  default void a_suspension_that_is_taken_back_before_the_checkpoint_leaves_the_run_alone() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);

    edit(job, SUSPEND);
    edit(job, RESUME);

    assertThat(stores().complete(lease, new RunResult.HandedBack())).contains(JobStatus.WAITING);
    assertThat(read(job).isSuspended()).isFalse();
    assertThat(stores().claimAtMost(node, 1)).hasSize(1);
  }

  @Test
  default void a_job_stays_suspended_when_its_node_dies_or_its_attempt_fails() {
    UUID node = stores().node();
    JobId crashed = stores().jobs.store(Order.any());
    stores().claimOne(node);
    edit(crashed, SUSPEND);
    stores().crash(node);

    UUID next = stores().node();
    JobId failed = stores().jobs.store(Order.any().until(stores().now().plus(Duration.ofDays(9))));
    Lease lease = stores().claimOne(next);
    edit(failed, SUSPEND);
    JobError error = new JobError(500, "x", "x");
    assertThat(stores().complete(lease, new RunResult.TryAgain(Duration.ofMinutes(5), error)))
        .contains(JobStatus.WAITING);
    stores().pass(Duration.ofMinutes(1));
    assertThat(stores().claimAtMost(next, 2)).isEmpty();

    edit(crashed, RESUME);
    edit(failed, RESUME);
    assertThat(stores().claimAtMost(next, 2)).extracting(Lease::job).containsExactly(crashed);
    stores().pass(Duration.ofMinutes(4));
    assertThat(stores().claimAtMost(next, 2)).extracting(Lease::job).containsExactly(failed);
  }

  @Test
  default void a_suspended_job_fails_at_its_deadline_and_can_be_canceled() {
    JobId late = stores().jobs.store(Order.any().until(stores().now().plusSeconds(60)));
    JobId unwanted = stores().jobs.store(Order.any());
    edit(late, SUSPEND);
    edit(unwanted, SUSPEND);

    stores().pass(Duration.ofMinutes(2));
    assertThat(stores().deadlines.sweep(Duration.ZERO)).isEqualTo(1);
    stores().jobs.remove(unwanted);

    assertThat(read(late).error().orElseThrow().code()).isEqualTo("deadline-passed");
    assertThat(read(unwanted).status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  default void a_change_that_comes_after_the_end_changes_nothing() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    JobPatch patch =
        patch(
            null,
            null,
            null,
            Duration.ofMinutes(3),
            null,
            null,
            new LabelPatch(false, Set.of(), Map.of("a", "b")));

    var end = Race.first(stores().db, () -> stores().complete(lease, stores().success(lease)));
    var change = end.second(() -> stores().jobs.edit(job, patch));
    assertThat(change.isDone()).as("the change waits for the end").isFalse();
    end.commit();

    assertThat(Race.get(change).outcome()).isEqualTo(Outcome.WRONG_STATE);
    assertThat(read(job).labels()).as("nothing of it is done").isEmpty();
    assertThat(read(job).timeout()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  default void a_change_that_comes_before_the_end_counts() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);

    var change =
        Race.first(stores().db, () -> stores().jobs.edit(job, retaining(Duration.ofDays(3))));
    var end = change.second(() -> stores().complete(lease, stores().success(lease)));
    assertThat(change.commit().outcome()).isEqualTo(Outcome.DONE);

    assertThat(Race.get(end)).contains(JobStatus.SUCCEEDED);
    Job ended = read(job);
    assertThat(ended.expiresAt()).contains(ended.finishedAt().get().plus(Duration.ofDays(3)));
  }

  @Test
  default void a_change_that_comes_after_a_cancel_finds_the_job_ended() throws Exception {
    JobId job = stores().jobs.store(Order.any());

    var cancel = Race.first(stores().db, () -> stores().jobs.remove(job));
    var change = cancel.second(() -> stores().jobs.edit(job, SUSPEND));
    cancel.commit();

    assertThat(Race.get(change).outcome()).isEqualTo(Outcome.WRONG_STATE);
  }

  @Test
  default void an_output_lives_longer_or_shorter_after_its_job_has_ended() {
    UUID node = stores().node();
    JobId longer = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    stores().complete(lease, stores().success(lease));
    JobId shorter = stores().jobs.store(Order.any());
    Lease other = stores().claimOne(node);
    stores().complete(other, stores().success(other));
    stores().pass(Duration.ofMinutes(30));

    edit(longer, retaining(Duration.ofHours(3)));
    EditResult past = stores().jobs.edit(shorter, retaining(Duration.ofMinutes(10)));
    assertThat(past.outcome()).isEqualTo(Outcome.DONE);
    assertThat(past.job().expired()).isTrue();
    stores().cleaner.purge(10, ContentContract.IDLE);
    assertThat(stores().row(shorter).purged()).isTrue();

    stores().pass(Duration.ofHours(2));
    stores().cleaner.purge(10, ContentContract.IDLE);
    assertThat(stores().jobs.find(longer, Scope.everyone()).orElseThrow().liveOutput()).isPresent();
    stores().pass(Duration.ofHours(1));
    stores().cleaner.purge(10, ContentContract.IDLE);
    assertThat(stores().row(longer).purged()).isTrue();
  }

  @Test
  default void an_output_that_is_purged_cannot_be_kept_any_more() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    stores().complete(lease, stores().success(lease));
    stores().pass(Order.RETAIN);

    var purge =
        Race.first(
            stores().db,
            () -> {
              stores().cleaner.purge(10, ContentContract.IDLE);
              return true;
            });
    var change = purge.second(() -> stores().jobs.edit(job, retaining(Duration.ofDays(3))));
    purge.commit();

    assertThat(Race.get(change).outcome()).isEqualTo(Outcome.WRONG_STATE);
  }

  @Test
  default void of_two_changes_of_one_version_the_second_is_stale() throws Exception {
    JobId job = stores().jobs.store(Order.any());
    JobPatch patch = patch(1L, 7, null, null, null, null, null);

    var first = Race.first(stores().db, () -> stores().jobs.edit(job, patch));
    var second = first.second(() -> stores().jobs.edit(job, patch));
    assertThat(first.commit().job().job().version()).isEqualTo(2);

    assertThat(Race.get(second).outcome()).isEqualTo(Outcome.STALE_VERSION);
    assertThat(Race.get(second).job().job().version()).isEqualTo(2);
  }

  @Test
  default void a_change_that_is_none_gives_no_new_version() {
    JobId job = stores().jobs.store(Order.any().withPriority(4));

    assertThat(edit(job, patch(null, 4, null, null, null, null, null)).version()).isEqualTo(1);
    assertThat(edit(job, RESUME).version()).isEqualTo(1);
    assertThat(edit(job, SUSPEND).version()).isEqualTo(2);
    assertThat(edit(job, SUSPEND).version()).isEqualTo(2);
  }

  @Test
  default void labels_are_merged_within_their_limit() {
    JobId job = stores().jobs.store(Order.any().labelled("team", "a").labelled("kind", "x"));

    Job changed =
        edit(
            job,
            patch(
                null,
                null,
                null,
                null,
                null,
                null,
                new LabelPatch(false, Set.of("kind"), Map.of("night", "1"))));

    assertThat(changed.labels()).containsKey("night").doesNotContainKey("kind");
  }

  @Test
  default void a_callback_that_is_added_moved_or_taken_away_is_what_the_end_calls() {
    UUID node = stores().node();
    JobId added = stores().jobs.store(Order.any());
    edit(added, calling(to("https://b.example/")));
    JobId moved = stores().jobs.store(Order.any().calling("a.example"));
    long before = read(moved).version();
    assertThat(edit(moved, calling(to("https://c.example/"))).version()).isGreaterThan(before);
    JobId removed = stores().jobs.store(Order.any().calling("a.example"));
    edit(removed, calling(CallbackPatch.REMOVED));
    edit(removed, calling(CallbackPatch.REMOVED));

    for (Lease lease : stores().claimAtMost(node, 3)) {
      stores().complete(lease, new RunResult.Failed(new JobError(500, "x", "x")));
    }

    assertThat(stores().count("delivery")).isEqualTo(2);
    assertThat(urls()).containsExactlyInAnyOrder("https://b.example/", "https://c.example/");
  }

  @Test
  default void a_callback_keeps_its_secret_when_it_moves_and_its_url_when_the_secret_changes() {
    UUID node = stores().node();
    WebhookSecret old = secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    WebhookSecret fresh = secret("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    JobId moved = stores().jobs.store(Order.any().calling("a.example", old));
    edit(moved, calling(to("https://c.example/")));
    JobId renewed = stores().jobs.store(Order.any().calling("a.example", old));
    edit(renewed, calling(signedBy(List.of(fresh, old))));
    JobId servers = stores().jobs.store(Order.any().calling("a.example", old));
    edit(servers, calling(signedBy(List.of())));
    for (Lease lease : stores().claimAtMost(node, 3)) {
      stores().complete(lease, new RunResult.Failed(new JobError(500, "x", "x")));
    }

    Map<JobId, Callback> sent = new HashMap<>();
    stores()
        .deliveries
        .claim(List.of(new Deliveries.Turn(Order.ALICE, List.of(), 3)), Duration.ofMinutes(1))
        .forEach(delivery -> sent.put(delivery.job(), delivery.callback()));
    assertThat(sent.get(moved).url()).isEqualTo("https://c.example/");
    assertThat(sent.get(moved).secrets()).containsExactly(old);
    assertThat(sent.get(renewed).url()).isEqualTo("https://a.example/");
    assertThat(sent.get(renewed).secrets()).containsExactly(fresh, old);
    assertThat(sent.get(servers).secrets()).isEmpty();
  }

  private static WebhookSecret secret(String text) {
    return WebhookSecret.parse(text).orElseThrow();
  }

  private static CallbackPatch signedBy(List<WebhookSecret> secrets) {
    return new CallbackPatch(
        false, Optional.empty(), Optional.empty(), Optional.of(secrets), "https://m.example/");
  }

  private static CallbackPatch to(String url) {
    return new CallbackPatch(
        false, Optional.of(url), Optional.of(url), Optional.empty(), "https://meanwhile.example/");
  }

  private List<String> urls() {
    return stores()
        .database
        .read(c -> Rows.query(c, "SELECT url FROM job_callback", row -> row.getString(1)));
  }
}

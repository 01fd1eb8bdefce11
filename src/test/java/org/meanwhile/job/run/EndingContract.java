package org.meanwhile.job.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.TappedSource;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobRow;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Progress;
import org.meanwhile.job.Race;
import org.meanwhile.job.Stores;
import org.meanwhile.platform.Scope;

/** How runs end, and which node's result counts. */
public interface EndingContract {
  Stores stores();

  @Test
  default void a_stale_node_cannot_complete_a_job_that_was_released_and_the_new_owner_can() {
    JobId job = stores().jobs.store(Order.any());
    UUID stale = stores().node();
    Lease lost = stores().claimOne(stale);
    stores().crash(stale);
    List<RunResult> endings =
        List.of(
            stores().success(lost),
            new RunResult.Failed(new JobError(500, "late", "late")),
            new RunResult.TryAgain(Duration.ZERO, new JobError(500, "x", "x")),
            new RunResult.HandedBack(),
            new RunResult.Canceled());

    endings.forEach(ending -> stores().complete(lost, ending));
    assertThat(stores().row(job).status()).isEqualTo(JobStatus.WAITING);
    Lease held = stores().claimOne(stores().node());
    JobRow running = stores().row(job);

    assertThat(endings).allSatisfy(e -> assertThat(stores().complete(lost, e)).isEmpty());
    assertThat(stores().row(job)).isEqualTo(running);
    assertThat(stores().count("output")).isZero();
    assertThat(stores().complete(held, stores().success(held))).contains(JobStatus.SUCCEEDED);
  }

  @Test
  default void a_stale_node_cannot_report_progress_and_the_new_owner_can() {
    JobId job = stores().jobs.store(Order.any());
    UUID stale = stores().node();
    Lease lost = stores().claimOne(stale);
    stores().crash(stale);
    Lease held = stores().claimOne(stores().node());

    stores().claims.report(List.of(progress(lost, 99), progress(held, 5)));
    assertThat(stores().row(job).progressDone()).isEqualTo(5);
    stores().claims.report(List.of(progress(lost, 99)));
    assertThat(stores().row(job).progressDone()).isEqualTo(5);
  }

  private static Claims.ProgressReport progress(Lease lease, long done) {
    return new Claims.ProgressReport(lease, new Progress(done, null, null, null), Optional.empty());
  }

  @Test
  default void a_stale_node_cannot_store_a_checkpoint_and_the_new_owner_can() {
    stores().jobs.store(Order.any());
    UUID stale = stores().node();
    Lease lost = stores().claimOne(stale);
    assertThat(stores().claims.checkpoint(lost, new byte[] {1})).isTrue();
    stores().crash(stale);
    UUID owner = stores().node();
    Lease held = stores().claimOne(owner);

    assertThat(stores().claims.checkpoint(lost, new byte[] {2})).isFalse();
    assertThat(stores().claims.checkpoint(held, new byte[] {3})).isTrue();
    assertThat(stores().claims.checkpoint(lost, new byte[] {4})).isFalse();
    stores().complete(held, new RunResult.HandedBack());
    assertThat(stores().claim(owner, List.of(Order.COPY), 1).get(0).checkpoint())
        .hasValueSatisfying(state -> assertThat(state).containsExactly(3));
  }

  @Test
  default void a_lease_is_of_one_node_and_of_one_claim() {
    JobId job = stores().jobs.store(Order.any());
    UUID node = stores().node();
    Lease first = stores().claimOne(node);
    stores().complete(first, new RunResult.HandedBack());
    Lease second = stores().claimOne(node);
    JobRow running = stores().row(job);

    Lease ofAnother = new Lease(job, stores().node(), second.claim());
    for (Lease wrong : List.of(first, ofAnother)) {
      assertThat(stores().complete(wrong, new RunResult.Failed(new JobError(500, "x", "x"))))
          .isEmpty();
      assertThat(stores().complete(wrong, new RunResult.Canceled())).isEmpty();
      assertThat(stores().claims.checkpoint(wrong, new byte[1])).isFalse();
      stores().claims.report(List.of(progress(wrong, 1)));
      assertThat(stores().row(job)).isEqualTo(running);
    }
  }

  @Test
  default void a_job_whose_node_was_silent_waits_again_until_it_has_crashed_too_often() {
    JobId job = stores().jobs.store(Order.any());
    UUID node = stores().node();
    RunResult crash = new RunResult.Crashed(2);

    assertThat(stores().complete(stores().claimOne(node), crash)).contains(JobStatus.WAITING);
    assertThat(stores().row(job).attempt()).as("a crash is no attempt").isZero();
    Lease second = stores().claimOne(node);
    assertThat(stores().complete(second, crash)).contains(JobStatus.FAILED);

    assertThat(stores().row(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(stores().complete(second, crash)).as("the lease is over").isEmpty();
  }

  @Test
  default void completing_twice_is_completing_once() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    RunResult success = stores().success(lease);

    assertThat(stores().complete(lease, success)).contains(JobStatus.SUCCEEDED);
    JobRow once = stores().row(job);
    assertThat(stores().complete(lease, success)).as("asked again").contains(JobStatus.SUCCEEDED);
    assertThat(stores().complete(lease, new RunResult.Failed(new JobError(500, "x", "x"))))
        .isEmpty();

    assertThat(stores().row(job)).isEqualTo(once);
    assertThat(stores().count("output")).isEqualTo(1);
  }

  @Test
  default void a_commit_whose_answer_was_lost_is_read_back() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    RunResult success = stores().success(lease);

    lose(true, () -> stores().complete(lease, success));
    assertThat(stores().row(job).status()).isEqualTo(JobStatus.SUCCEEDED);
    JobRow once = stores().row(job);

    assertThat(stores().complete(lease, success)).contains(JobStatus.SUCCEEDED);
    assertThat(stores().row(job)).isEqualTo(once);
  }

  @Test
  default void a_commit_that_failed_is_made_by_the_next_call() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    RunResult success = stores().success(lease);

    lose(false, () -> stores().complete(lease, success));
    assertThat(stores().row(job).status()).isEqualTo(JobStatus.RUNNING);

    assertThat(stores().complete(lease, success)).contains(JobStatus.SUCCEEDED);
    assertThat(stores().row(job).status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  private void lose(boolean committed, Runnable work) {
    TappedSource.Tap lost =
        new TappedSource.Tap() {
          @Override
          public void commit(Connection connection) throws SQLException {
            if (committed) {
              connection.commit();
            }
            throw new SQLException("the connection broke", "08006");
          }
        };
    assertThatThrownBy(
            () ->
                stores()
                    .db
                    .tapped()
                    .with(
                        lost,
                        () -> {
                          work.run();
                          return null;
                        }))
        .isInstanceOf(DatabaseFailure.class);
  }

  @Test
  default void an_output_is_visible_only_with_the_success() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    RunResult success = stores().success(lease);

    var finishing = Race.first(stores().db, () -> stores().complete(lease, success));
    assertThat(stores().row(job).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(stores().count("output")).isZero();
    finishing.commit();

    JobView view = stores().jobs.find(job, Scope.of("alice")).orElseThrow();
    assertThat(view.job().status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(view.liveOutput()).hasValueSatisfying(o -> assertThat(o.sizeBytes()).isEqualTo(4));
    assertThat(stores().contents.readInline(job)).asString().isEqualTo("done");
  }

  @Test
  default void a_failed_job_has_its_error() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    JobError error = new JobError(507, "output-too-large", "käse");

    assertThat(stores().complete(lease, new RunResult.Failed(error))).contains(JobStatus.FAILED);

    Job failed = stores().jobs.find(job, Scope.of("alice")).orElseThrow().job();
    assertThat(failed.error()).contains(error);
    assertThat(failed.finishedAt()).isPresent();
    assertThat(stores().row(job).owner()).as("where it ran").isEqualTo(node);
  }

  @Test
  default void a_retry_is_not_claimable_before_its_time_and_the_attempt_counts() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);

    RunResult again =
        new RunResult.TryAgain(Duration.ofMinutes(10), new JobError(503, "busy", "käse"));
    assertThat(stores().complete(lease, again)).contains(JobStatus.WAITING);

    assertThat(stores().claimAtMost(node, 1)).isEmpty();
    stores().pass(Duration.ofMinutes(9));
    assertThat(stores().claimAtMost(node, 1)).isEmpty();
    stores().pass(Duration.ofMinutes(1));
    assertThat(stores().claimOne(node).job()).isEqualTo(job);
    assertThat(stores().row(job).attempt()).isEqualTo(2);
  }

  @Test
  default void a_job_handed_back_is_claimable_at_once_and_the_run_does_not_count() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);

    assertThat(stores().complete(lease, new RunResult.HandedBack())).contains(JobStatus.WAITING);

    assertThat(stores().claimOne(node).job()).isEqualTo(job);
    assertThat(stores().row(job).attempt()).isEqualTo(1);
    assertThat(stores().row(job).claim()).isEqualTo(2);
  }

  @Test
  default void a_lost_lease_in_a_batch_does_not_stop_the_others_from_ending() {
    UUID node = stores().node();
    stores().jobs.store(Order.any());
    Lease first = stores().claimOne(node);
    stores().jobs.store(Order.any());
    Lease second = stores().claimOne(node);
    Lease lost = new Lease(new JobId(UUID.randomUUID()), node, 1);

    List<Completion> batch =
        List.of(first, lost, second).stream()
            .map(lease -> new Completion(lease, stores().success(lease), Progress.NONE))
            .toList();

    assertThat(stores().completions.complete(batch))
        .containsExactly(
            Optional.of(JobStatus.SUCCEEDED), Optional.empty(), Optional.of(JobStatus.SUCCEEDED));
    assertThat(stores().count("output")).isEqualTo(2);
  }

  @Test
  default void a_success_whose_output_was_discarded_is_not_stored() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    RunResult.Succeeded success = stores().success(lease, new byte[100_000]);
    stores().chunks.discard(success.content().id());

    assertThatThrownBy(() -> stores().complete(lease, success))
        .isInstanceOf(IllegalStateException.class);

    assertThat(stores().row(job).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(stores().state(success.content().id())).contains("DOOMED");
  }
}

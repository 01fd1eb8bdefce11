package org.meanwhile.job.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobRow;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.Stores;
import org.meanwhile.job.run.RunResult;

/** Callers against nodes: the first to commit wins, and the other learns of it. */
public interface CancellingContract {
  Stores stores();

  @Test
  default void a_cancel_beats_every_result_that_commits_after_it() throws Exception {
    List<RunResult> endings =
        List.of(
            new RunResult.Failed(new JobError(500, "x", "x")),
            new RunResult.TryAgain(Duration.ZERO, new JobError(500, "x", "x")),
            new RunResult.HandedBack());
    UUID node = stores().node();
    for (RunResult ending : endings) {
      a_cancel_beats(node, ending);
    }
  }

  private void a_cancel_beats(UUID node, RunResult ending) throws Exception {
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);

    var cancel = Race.first(stores().db, () -> stores().jobs.remove(job));
    var finish = cancel.second(() -> stores().complete(lease, ending));
    assertThat(finish.isDone()).as("the ending waits for the cancel").isFalse();
    cancel.commit();

    assertThat(Race.get(finish)).as("%s", ending).contains(JobStatus.CANCELED);
    assertThat(stores().row(job).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(stores().complete(lease, ending)).as("asked again").contains(JobStatus.CANCELED);
  }

  @Test
  default void a_run_ends_as_canceled_only_when_its_caller_cancelled_it() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);

    assertThat(stores().complete(lease, new RunResult.Canceled())).isEmpty();
    assertThat(stores().row(job).status()).isEqualTo(JobStatus.RUNNING);
    stores().jobs.remove(job);
    assertThat(stores().complete(lease, new RunResult.Canceled())).contains(JobStatus.CANCELED);
  }

  @Test
  default void a_cancel_that_commits_first_beats_a_success_and_hides_its_output() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    RunResult.Succeeded success = stores().success(lease, new byte[100_000]);

    var cancel = Race.first(stores().db, () -> stores().jobs.remove(job));
    var finish = cancel.second(() -> stores().complete(lease, success));
    cancel.commit();

    assertThat(Race.get(finish)).contains(JobStatus.CANCELED);
    assertThat(stores().count("output")).isZero();
    stores().cleaner.purge(100, Duration.ofHours(1));
    assertThat(stores().state(success.content().id())).isEmpty();
    assertThat(stores().count("chunk")).isZero();
  }

  @Test
  default void a_result_beats_a_cancel_that_commits_after_it() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    RunResult.Succeeded success = stores().success(lease, new byte[100_000]);

    var finish = Race.first(stores().db, () -> stores().complete(lease, success));
    var cancel = finish.second(() -> stores().jobs.remove(job));
    assertThat(cancel.isDone()).as("the cancel waits for the ending").isFalse();
    assertThat(finish.commit()).contains(JobStatus.SUCCEEDED);

    JobView removed = Race.get(cancel).orElseThrow();
    assertThat(removed.job().status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(removed.job().cancelRequested()).isFalse();
    assertThat(removed.liveOutput()).isEmpty();
    assertThat(stores().state(success.content().id())).contains("DOOMED");
  }

  @Test
  default void a_cancel_after_a_hand_back_takes_effect_at_once() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);

    var back = Race.first(stores().db, () -> stores().complete(lease, new RunResult.HandedBack()));
    var cancel = back.second(() -> stores().jobs.remove(job));
    assertThat(back.commit()).contains(JobStatus.WAITING);

    assertThat(Race.get(cancel).orElseThrow().job().status()).isEqualTo(JobStatus.CANCELED);
    assertThat(stores().claimAtMost(node, 1)).isEmpty();
  }

  @Test
  default void a_job_that_is_being_cancelled_is_not_claimed() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());

    var cancel = Race.first(stores().db, () -> stores().jobs.remove(job));
    var claim = cancel.second(() -> stores().claimAtMost(node, 1));
    cancel.commit();

    assertThat(Race.get(claim)).isEmpty();
    assertThat(stores().row(job).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(stores().row(job).claim()).isZero();
  }

  @Test
  default void a_job_cancelled_while_it_is_claimed_is_asked_to_stop() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());

    var claim = Race.first(stores().db, () -> stores().claimAtMost(node, 1));
    var cancel = claim.second(() -> stores().jobs.remove(job));
    assertThat(claim.commit()).hasSize(1);

    Job removed = Race.get(cancel).orElseThrow().job();
    assertThat(removed.status()).isEqualTo(JobStatus.RUNNING);
    assertThat(removed.cancelRequested()).isTrue();
  }

  @Test
  default void a_job_cancelled_before_its_node_dies_ends_as_canceled() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    stores().claimOne(node);
    stores().jobs.remove(job);

    stores().crash(node);

    assertThat(stores().row(job).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(stores().endedJobs())
        .extracting(JobEnded::id, JobEnded::status)
        .containsExactly(tuple(job, JobStatus.CANCELED));
  }

  @Test
  default void a_job_cancelled_while_its_crash_is_decided_ends_as_canceled() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    stores().claimOne(node);
    stores().nodes.leave(node);

    var rescue = Race.first(stores().db, () -> stores().rescuer.rescue(3));
    var cancel = rescue.second(() -> stores().jobs.remove(job));
    rescue.commit();

    assertThat(Race.get(cancel).orElseThrow().job().status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  default void a_job_cancelled_during_a_rescue_is_decided_in_the_next_round() throws Exception {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    stores().claimOne(node);
    stores().nodes.leave(node);

    var cancel = Race.first(stores().db, () -> stores().jobs.remove(job));
    var rescue = cancel.second(() -> stores().rescuer.rescue(3));
    cancel.commit();
    Race.get(rescue);
    assertThat(stores().row(job).status()).isEqualTo(JobStatus.RUNNING);
    stores().rescuer.rescue(3);

    assertThat(stores().row(job).status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  default void removing_twice_is_removing_once() {
    JobId job = stores().jobs.store(Order.any());

    stores().jobs.remove(job);
    JobRow once = stores().row(job);
    stores().jobs.remove(job);

    assertThat(stores().row(job)).isEqualTo(once);
  }

  @Test
  default void deleting_an_output_leaves_the_job_and_is_done_once() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    RunResult.Succeeded success = stores().success(lease, new byte[100_000]);
    stores().complete(lease, success);
    long before = stores().row(job).version();

    JobView view = stores().jobs.deleteOutput(job).orElseThrow();
    assertThat(view.job().status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(view.job().removedAt()).isEmpty();
    assertThat(view.liveOutput()).isEmpty();
    assertThat(stores().state(success.content().id())).contains("DOOMED");
    JobRow once = stores().row(job);
    assertThat(once.version()).isGreaterThan(before);

    stores().jobs.deleteOutput(job);
    assertThat(stores().row(job)).isEqualTo(once);
  }
}

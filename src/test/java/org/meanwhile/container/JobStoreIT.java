package org.meanwhile.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.Reuse;
import org.meanwhile.job.change.Removals;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.job.submit.Submissions;
import org.meanwhile.platform.Scope;

/** The stores inside transactions of the container. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(ArquillianExtension.class)
class JobStoreIT {
  private static final String NOBODY_KNOWS = "nobody-knows-this";

  @Inject private Removals jobs;
  @Inject private PollReader polls;
  @Inject private Submissions submissions;
  @Resource private UserTransaction transaction;

  @Test
  void a_submitted_job_is_found_by_its_caller_alone() {
    NewJob request = job();

    submissions.submit(request);

    assertThat(polls.findLatest(request.id(), Scope.of("alice")))
        .map(this::status)
        .contains(JobStatus.WAITING);
    assertThat(polls.findLatest(request.id(), Scope.of("bob"))).isEmpty();
    assertThat(polls.findLatest(request.id(), Scope.everyone())).as("an operator").isPresent();
    assertThat(jobs.remove(request.id(), Scope.of("bob"))).isEmpty();
    assertThat(polls.findLatest(request.id(), Scope.of("alice")))
        .map(this::status)
        .contains(JobStatus.WAITING);
  }

  @Test
  void a_submitted_job_stays_whatever_becomes_of_its_submitters_transaction() throws Exception {
    NewJob request = job();

    transaction.begin();
    submissions.submit(request);
    transaction.rollback();

    assertThat(polls.findLatest(request.id(), Scope.of("alice"))).isPresent();
  }

  @Test
  void a_removal_that_is_rolled_back_did_not_happen() throws Exception {
    NewJob request = job();
    submissions.submit(request);

    transaction.begin();
    assertThat(jobs.remove(request.id(), Scope.of("alice")))
        .map(this::status)
        .contains(JobStatus.CANCELED);
    transaction.rollback();

    assertThat(polls.findLatest(request.id(), Scope.of("alice")))
        .map(this::status)
        .contains(JobStatus.WAITING);
  }

  @Test
  void removing_twice_is_removing_once() {
    NewJob request = job();
    submissions.submit(request);

    JobView first = jobs.remove(request.id(), Scope.of("alice")).orElseThrow();
    JobView second = jobs.remove(request.id(), Scope.of("alice")).orElseThrow();

    assertThat(first.job().status()).isEqualTo(JobStatus.CANCELED);
    assertThat(second.job().status()).isEqualTo(JobStatus.CANCELED);
    assertThat(second.job().finishedAt()).isEqualTo(first.job().finishedAt()).isPresent();
    assertThat(second.job().version()).isEqualTo(first.job().version());
  }

  private JobStatus status(JobView view) {
    return view.job().status();
  }

  /** A job of an unknown operation waits for a node that knows it, so it is not run here. */
  private static NewJob job() {
    return new NewJob(
        new JobId(UUID.randomUUID()),
        NOBODY_KNOWS,
        "alice",
        "{}",
        Map.of("käse", "grün"),
        0,
        Optional.empty(),
        Optional.empty(),
        Duration.ofHours(1),
        Duration.ofHours(1),
        Duration.ofHours(1),
        1,
        true,
        Optional.empty(),
        Idempotency.NONE,
        Optional.empty(),
        Optional.empty(),
        JobOrigin.REQUEST,
        List.of(),
        Reuse.NONE);
  }
}

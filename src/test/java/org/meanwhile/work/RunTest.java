package org.meanwhile.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.RunLimits;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Completion;
import org.meanwhile.job.run.MissedDeadline;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.operation.Operation;
import org.meanwhile.operation.OperationDefinition;
import org.meanwhile.operation.Task;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.Spans;

/** What a run reports that is told to stop while it runs. */
class RunTest {
  public record Nothing() {}

  /** Runs what the test gave it. */
  @OperationDefinition(name = "given", title = "Given")
  public static class Given implements Operation<Nothing> {
    private final Runnable body;

    public Given(Runnable body) {
      this.body = body;
    }

    @Override
    public void run(Nothing input, Task task) {
      body.run();
    }
  }

  private final BlockingQueue<RunResult> results = new LinkedBlockingQueue<>();
  private final AtomicReference<StopReason> stopReason = new AtomicReference<>();
  private Run run;

  private void prepare(Runnable body) {
    Lease lease = new Lease(new JobId(UUID.randomUUID()), UUID.randomUUID(), 1);
    ClaimedJob job =
        new ClaimedJob(
            lease,
            "given",
            "alice",
            "{}",
            1,
            3,
            Duration.ofMinutes(1),
            Optional.empty(),
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    InterruptShield shield = new InterruptShield();
    RunTask task =
        new RunTask(
            job,
            new ContentStore(null),
            null,
            new RunOutput(
                new Lease(new JobId(UUID.randomUUID()), UUID.randomUUID(), 1),
                new ContentStore(null),
                new RunOutput.Rules(1_000_000, false, () -> {}, System::nanoTime),
                shield,
                RetryPolicy.NONE),
            null,
            shield,
            stopReason,
            RetryPolicy.NONE,
            new RunLog(
                new Lease(new JobId(UUID.randomUUID()), UUID.randomUUID(), 1),
                1,
                null,
                System::nanoTime));
    run =
        new Run(
            job,
            OfferedOperation.of(new Given(body)),
            task,
            shield,
            stopReason,
            new FailurePolicy(new Settings(Map.of("meanwhile.work.max-crashes", "2")::get)),
            new Spans(),
            new Run.Listener() {
              @Override
              public void withdrawn(Run withdrawn) {}

              @Override
              public void cutOff(Run cut) {}

              @Override
              public void completed(Run completed, Completion completion) {
                results.add(completion.result());
              }
            });
  }

  private RunResult result(Runnable body) {
    prepare(body);
    assertThat(run.tryStart()).isTrue();
    run.run();
    return results.remove();
  }

  @Test
  void a_run_that_has_not_started_is_handed_back_when_its_job_is_suspended() {
    prepare(() -> {});

    run.limit(new RunLimits(Duration.ofMinutes(1), Optional.empty(), true));

    assertThat(results).singleElement().isInstanceOf(RunResult.HandedBack.class);
    assertThat(run.tryStart()).isFalse();
  }

  @Test
  void a_run_that_is_to_be_suspended_goes_on_and_may_end_before_its_checkpoint() {
    prepare(() -> run.limit(new RunLimits(Duration.ofMinutes(1), Optional.empty(), true)));
    run.tryStart();
    run.run();

    assertThat(results).singleElement().isInstanceOf(RunResult.Succeeded.class);
  }

  @Test
  void a_deadline_in_a_thousand_years_stops_nothing() {
    prepare(() -> {});
    run.limit(
        new RunLimits(Duration.ofDays(365_250), Optional.of(Duration.ofDays(365_250)), false));
    run.tryStart();

    run.enforceTimes(Duration.ZERO);
    run.run();

    assertThat(results).singleElement().isInstanceOf(RunResult.Succeeded.class);
  }

  @Test
  void a_deadline_that_is_given_to_a_run_stops_it() {
    prepare(() -> {});
    run.tryStart();
    run.limit(new RunLimits(Duration.ofMinutes(1), Optional.of(Duration.ofSeconds(-1)), false));

    run.enforceTimes(Duration.ZERO);
    run.run();

    assertThat(results).singleElement().isEqualTo(new RunResult.Failed(MissedDeadline.ERROR));
  }

  @ParameterizedTest
  @EnumSource(
      value = StopReason.class,
      names = {
        "NODE_STOPS",
        "OPERATION_EXITS",
        "LEASE_LOST",
        "TIMED_OUT",
        "DEADLINE_PASSED",
        "CANCELED"
      })
  void an_exhausted_heap_fails_the_run_whatever_told_it_to_stop(StopReason reason) {
    RunResult result =
        result(
            () -> {
              run.stop(reason);
              throw new IllegalStateException(new OutOfMemoryError("in a test"));
            });

    assertThat(result)
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> assertThat(failed.error().code()).isEqualTo("operation-failed"));
  }

  @Test
  void a_run_of_a_silent_or_ended_node_counts_as_a_crash_and_one_of_a_stopping_node_does_not() {
    assertThat(interrupted(StopReason.LEASE_LOST)).isEqualTo(new RunResult.Crashed(2));
    stopReason.set(null);
    assertThat(interrupted(StopReason.OPERATION_EXITS)).isEqualTo(new RunResult.Crashed(2));
    stopReason.set(null);
    assertThat(interrupted(StopReason.NODE_STOPS)).isInstanceOf(RunResult.HandedBack.class);
  }

  private RunResult interrupted(StopReason reason) {
    return result(
        () -> {
          run.stop(reason);
          throw new IllegalStateException("interrupted");
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = StopReason.class,
      names = {"OPERATION_EXITS", "LEASE_LOST"})
  void a_run_that_had_not_started_took_no_node_down(StopReason reason) {
    prepare(() -> {});
    run.stop(reason);

    assertThat(results.remove()).isInstanceOf(RunResult.HandedBack.class);
  }
}

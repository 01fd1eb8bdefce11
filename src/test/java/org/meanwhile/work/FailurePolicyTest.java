package org.meanwhile.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.content.ContentTooLarge;
import org.meanwhile.job.content.ContentWriter;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.TransientFailure;
import org.meanwhile.platform.Settings;

class FailurePolicyTest {
  private final FailurePolicy policy =
      new FailurePolicy(
          new Settings(
              Map.of("meanwhile.work.back-off", "PT1S", "meanwhile.work.back-off-max", "PT10S")
                  ::get));

  private static ClaimedJob job(int attempt, int maxAttempts) {
    return new ClaimedJob(
        new Lease(new JobId(UUID.randomUUID()), UUID.randomUUID(), 1),
        "copy",
        "alice",
        "{}",
        attempt,
        maxAttempts,
        Duration.ofMinutes(1),
        Optional.empty(),
        Duration.ZERO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private JobError finalError(Throwable failure) {
    RunResult result = policy.result(job(1, 3), failure);
    assertThat(result).isInstanceOf(RunResult.Failed.class);
    return ((RunResult.Failed) result).error();
  }

  private RunResult.TryAgain retry(int attempt) {
    RunResult result = policy.result(job(attempt, 100), new TransientFailure("busy", "later"));
    assertThat(result).isInstanceOf(RunResult.TryAgain.class);
    return (RunResult.TryAgain) result;
  }

  @Test
  void a_permanent_failure_fails_the_job_with_its_own_words() {
    assertThat(finalError(new PermanentFailure("no-such-page", "page 7 is missing")))
        .isEqualTo(new JobError(500, "no-such-page", "page 7 is missing"));
  }

  @Test
  void a_transient_failure_is_attempted_again_and_its_error_is_kept() {
    assertThat(retry(1).error()).isEqualTo(new JobError(500, "busy", "later"));
  }

  @Test
  void the_last_transient_failure_fails_the_job() {
    assertThat(policy.result(job(3, 3), new TransientFailure("busy", "later")))
        .isEqualTo(new RunResult.Failed(new JobError(500, "busy", "later")));
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 2000", "3, 4000", "4, 8000", "5, 10000", "60, 10000"})
  void the_back_off_doubles_up_to_its_maximum_and_is_a_random_half_to_all(
      int attempt, long fullMillis) {
    assertThat(IntStream.range(0, 200).mapToObj(i -> retry(attempt).after().toMillis()))
        .allSatisfy(millis -> assertThat(millis).isBetween(fullMillis / 2, fullMillis))
        .as("jitter")
        .satisfies(all -> assertThat(all.stream().distinct().count()).isGreaterThan(10));
  }

  @Test
  void an_output_that_is_too_large_is_named_however_deep_it_is_wrapped() {
    ContentWriter output =
        new ContentStore(null).stageOutput(job(1, 1).lease(), 7, RetryPolicy.NONE);
    Throwable tooLarge = catchThrowable(() -> output.write(new byte[8], 0, 8));
    assertThat(tooLarge).isInstanceOf(ContentTooLarge.class);
    Throwable wrapped = new IllegalStateException(new RuntimeException(tooLarge));

    assertThat(finalError(wrapped))
        .isEqualTo(new JobError(507, "output-too-large", "an output may have 7 bytes"));
  }

  @Test
  void the_text_of_any_other_exception_stays_in_the_log() {
    JobError error = finalError(new IllegalStateException("password=geheim"));

    assertThat(error.code()).isEqualTo("operation-failed");
    assertThat(error.message()).startsWith("the operation failed: ").doesNotContain("geheim");
  }

  @Test
  void an_exception_that_causes_itself_does_not_hang() {
    Throwable first = new IllegalStateException("first");
    first.initCause(new IllegalStateException("second", first));

    assertThat(finalError(first))
        .extracting(JobError::code, InstanceOfAssertFactories.STRING)
        .isEqualTo("operation-failed");
  }
}

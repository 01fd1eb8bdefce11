package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobError;
import org.meanwhile.job.content.ContentTooLarge;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.TransientFailure;
import org.meanwhile.operation.catalogue.InvalidInput;
import org.meanwhile.platform.CauseChain;
import org.meanwhile.platform.SafeLogText;
import org.meanwhile.platform.Settings;

/** What becomes of a run that threw: what callers may read of it, and whether it is tried again. */
@ApplicationScoped
public class FailurePolicy {
  private static final System.Logger LOG = System.getLogger(FailurePolicy.class.getName());

  @Inject private Settings settings;

  RunResult ending(ClaimedJob job, Throwable failure) {
    if (failure instanceof PermanentFailure permanent) {
      return failed(500, permanent.code(), permanent.getMessage());
    }
    if (failure instanceof TransientFailure passing) {
      return again(job, new JobError(500, passing.code(), passing.getMessage()));
    }
    if (failure instanceof InvalidInput) {
      return failed(500, "invalid-input", "this node's operation does not take the input");
    }
    Optional<ContentTooLarge> tooLarge = CauseChain.find(failure, ContentTooLarge.class);
    if (tooLarge.isPresent()) {
      return failed(
          507, "output-too-large", "an output may have " + tooLarge.get().limitBytes() + " bytes");
    }
    UUID logged = UUID.randomUUID();
    LOG.log(
        Level.ERROR,
        "job " + job.lease().job() + ", failure " + logged,
        SafeLogText.trace(failure));
    if (CauseChain.find(failure, DatabaseFailure.class).isPresent()) {
      return again(
          job,
          new JobError(
              500,
              "storage-failed",
              "what the operation wrote or read could not be stored or read: " + logged));
    }
    return failed(500, "operation-failed", "the operation failed: " + logged);
  }

  private static RunResult failed(int status, String code, String message) {
    return new RunResult.Failed(new JobError(status, code, message));
  }

  private RunResult again(ClaimedJob job, JobError error) {
    return job.attempt() < job.maxAttempts()
        ? new RunResult.TryAgain(backOff(job.attempt()), error)
        : new RunResult.Failed(error);
  }

  /**
   * Doubles with each attempt; between half and all of it, so that jobs that failed together do not
   * return together.
   */
  private Duration backOff(int attempt) {
    Duration first = settings.get(WorkSettings.BACK_OFF);
    Duration most = settings.get(WorkSettings.BACK_OFF_MAX);
    long millis = Math.min(most.toMillis(), first.toMillis() << Math.min(attempt - 1, 20));
    return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }
}

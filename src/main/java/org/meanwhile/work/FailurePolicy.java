package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.content.ContentTooLarge;
import org.meanwhile.job.run.BackOff;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.TransientFailure;
import org.meanwhile.operation.catalogue.InvalidInput;
import org.meanwhile.platform.CauseChain;
import org.meanwhile.platform.SafeLogText;
import org.meanwhile.platform.Settings;

/**
 * Decides what a run that threw means for its job: the error that callers may read, and whether the
 * job is attempted again. Callers never read the text of an exception that an operation did not
 * make for them: the log has it, and the job's error quotes the id that finds it there.
 */
@ApplicationScoped
public class FailurePolicy {
  private static final System.Logger LOG = System.getLogger(FailurePolicy.class.getName());

  private Settings settings;

  /** For the container's proxy. */
  protected FailurePolicy() {}

  @Inject
  FailurePolicy(Settings settings) {
    this.settings = settings;
  }

  RunResult result(ClaimedJob job, Throwable failure) {
    if (failure instanceof PermanentFailure permanent) {
      return failed(permanent.status(), permanent.code(), permanent.getMessage());
    }
    if (failure instanceof TransientFailure passing) {
      return retried(job, new JobError(500, passing.code(), passing.getMessage()));
    }
    if (failure instanceof InvalidInput) {
      return failed(500, "invalid-input", "this node's operation does not take the input");
    }
    Optional<ContentTooLarge> tooLarge = CauseChain.find(failure, ContentTooLarge.class);
    if (tooLarge.isPresent()) {
      return failed(
          507, "output-too-large", "an output may have " + tooLarge.get().limitBytes() + " bytes");
    }
    UUID logId = UUID.randomUUID();
    LOG.log(
        Level.ERROR, "job " + job.lease().job() + ", failure " + logId, SafeLogText.trace(failure));
    if (CauseChain.find(failure, DatabaseFailure.class).isPresent()) {
      return retried(
          job,
          new JobError(
              500,
              "storage-failed",
              "what the operation wrote or read could not be stored or read: " + logId));
    }
    return failed(500, "operation-failed", "the operation failed: " + logId);
  }

  /** How many nodes a job may take down. */
  int maxCrashes() {
    return settings.get(JobSettings.MAX_CRASHES);
  }

  private static RunResult failed(int status, String code, String message) {
    return new RunResult.Failed(new JobError(status, code, message));
  }

  private RunResult retried(ClaimedJob job, JobError error) {
    return job.attempt() < job.maxAttempts()
        ? new RunResult.TryAgain(BackOff.of(settings, job.attempt()), error)
        : new RunResult.Failed(error);
  }
}

package org.meanwhile.job.run;

import java.time.Duration;
import java.util.Optional;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobStatus;

/**
 * What storing a run's result does to its job.
 *
 * @param status the job's status afterwards; {@link JobStatus#WAITING} when it is to run again
 * @param error the error of the job, or of the attempt in the job's history
 * @param delay how long a job that is to run again waits; empty when it keeps its place in the
 *     queue, and the run does not count as an attempt
 */
record ResultEffect(JobStatus status, Optional<JobError> error, Optional<Duration> delay) {
  private static final RunResult.Visitor<ResultEffect> OF_KIND =
      new RunResult.Visitor<>() {
        @Override
        public ResultEffect succeeded(RunResult.Succeeded result) {
          return new ResultEffect(JobStatus.SUCCEEDED, Optional.empty(), Optional.empty());
        }

        @Override
        public ResultEffect failed(RunResult.Failed result) {
          return new ResultEffect(JobStatus.FAILED, Optional.of(result.error()), Optional.empty());
        }

        @Override
        public ResultEffect canceled(RunResult.Canceled result) {
          return new ResultEffect(JobStatus.CANCELED, Optional.empty(), Optional.empty());
        }

        @Override
        public ResultEffect tryAgain(RunResult.TryAgain result) {
          return new ResultEffect(
              JobStatus.WAITING, Optional.of(result.error()), Optional.of(result.after()));
        }

        @Override
        public ResultEffect handedBack(RunResult.HandedBack result) {
          return new ResultEffect(JobStatus.WAITING, Optional.empty(), Optional.empty());
        }

        @Override
        public ResultEffect crashed(RunResult.Crashed result) {
          return new ResultEffect(JobStatus.WAITING, Optional.empty(), Optional.empty());
        }
      };

  static ResultEffect of(RunResult result) {
    return result.accept(OF_KIND);
  }
}

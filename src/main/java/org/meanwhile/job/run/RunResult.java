package org.meanwhile.job.run;

import java.time.Duration;
import org.meanwhile.job.JobError;
import org.meanwhile.job.StoredContent;

/**
 * How a run ended. Code that treats the kinds differently implements {@link Visitor}: with a new
 * kind it does not compile until it says what becomes of the job.
 */
public sealed interface RunResult {

  /** One method for each kind of result. */
  interface Visitor<T> {
    T succeeded(Succeeded result);

    T failed(Failed result);

    T canceled(Canceled result);

    T tryAgain(TryAgain result);

    T handedBack(HandedBack result);

    T crashed(Crashed result);
  }

  /** Calls the visitor's method for this kind of result. */
  <T> T accept(Visitor<T> visitor);

  /** The run made an output; the job succeeds. */
  record Succeeded(StoredContent content, String mediaType, String fileName) implements RunResult {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.succeeded(this);
    }
  }

  /** The run failed for good; the job fails. */
  record Failed(JobError error) implements RunResult {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.failed(this);
    }
  }

  /** The job's caller canceled it while it ran. */
  record Canceled() implements RunResult {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.canceled(this);
    }
  }

  /** The run failed, and the job may be run again after a delay; the history keeps the error. */
  record TryAgain(Duration after, JobError error) implements RunResult {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.tryAgain(this);
    }
  }

  /**
   * The node gives the job up after it had been silent for so long that others may have taken it
   * for dead. This counts as a crash: the run itself may have made the node silent.
   *
   * @param maxCrashes the job fails when it has taken down so many nodes
   */
  record Crashed(int maxCrashes) implements RunResult {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.crashed(this);
    }
  }

  /** The node gives the job up unfinished; any node may run it, and this run is no attempt. */
  record HandedBack() implements RunResult {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.handedBack(this);
    }
  }
}

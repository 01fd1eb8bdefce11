package org.meanwhile.job.run;

import java.time.Duration;
import org.meanwhile.job.JobError;
import org.meanwhile.job.StoredContent;

/** How a run ended. */
public sealed interface RunResult {

  /** With a result. */
  record Succeeded(StoredContent content, String mediaType, String fileName) implements RunResult {}

  /** For good, without a result. */
  record Failed(JobError error) implements RunResult {}

  /** Its caller did not want it any more. */
  record Canceled() implements RunResult {}

  /** It failed, and another attempt may be made after a while; the error is for its history. */
  record TryAgain(Duration after, JobError error) implements RunResult {}

  /** Its node stops: somebody else shall run it, and this run does not count as an attempt. */
  record HandedBack() implements RunResult {}
}

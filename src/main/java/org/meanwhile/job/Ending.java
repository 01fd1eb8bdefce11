package org.meanwhile.job;

import java.time.Duration;

/** How a run ended. */
public sealed interface Ending {

  /** With a result. */
  record Succeeded(StoredContent content, String mediaType, String fileName) implements Ending {}

  /** For good, without a result. */
  record Failed(JobError error) implements Ending {}

  /** Its caller did not want it any more. */
  record Canceled() implements Ending {}

  /** It failed, and another attempt may be made after a while; the error is for its history. */
  record TryAgain(Duration after, JobError error) implements Ending {}

  /** Its node stops: somebody else shall run it, and this run does not count as an attempt. */
  record HandedBack() implements Ending {}
}

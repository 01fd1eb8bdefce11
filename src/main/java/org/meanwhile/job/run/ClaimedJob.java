package org.meanwhile.job.run;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.job.Lease;
import org.meanwhile.platform.TraceContext;

/**
 * A job that this node has claimed.
 *
 * @param input the operation's input as JSON
 * @param attempt the number of this attempt, from 1
 * @param untilDeadline from the claim to the job's deadline; empty when it has none
 * @param waited from the time that the job was due to the claim
 * @param checkpoint stored by an earlier attempt; empty when there is none
 * @param trace of the request that created the job; empty when it was part of none
 */
public record ClaimedJob(
    Lease lease,
    String operation,
    String caller,
    String input,
    int attempt,
    int maxAttempts,
    Duration timeout,
    Optional<Duration> untilDeadline,
    Duration waited,
    Optional<ClaimedFile> file,
    Optional<byte[]> checkpoint,
    Optional<TraceContext> trace) {

  /** The file that the caller sent with the job. */
  public record ClaimedFile(
      UUID content, Optional<String> name, String mediaType, long sizeBytes) {}
}

package org.meanwhile.job.run;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.job.Lease;

/**
 * A job that this node may run now.
 *
 * @param caller whose it is
 * @param input the operation's input as JSON
 * @param attempt which attempt this is, from 1
 * @param waited how long it waited since it was due
 * @param checkpoint what an earlier attempt remembered
 */
public record ClaimedJob(
    Lease lease,
    String operation,
    String caller,
    String input,
    int attempt,
    int maxAttempts,
    Duration timeout,
    Duration waited,
    Optional<ClaimedFile> file,
    Optional<byte[]> checkpoint) {

  /** The file that came with it. */
  public record ClaimedFile(
      UUID content, Optional<String> name, String mediaType, long sizeBytes) {}
}

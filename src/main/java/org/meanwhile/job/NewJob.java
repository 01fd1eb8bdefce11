package org.meanwhile.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A validated request for a job.
 *
 * @param input the operation's input as JSON
 * @param startAt not to be run before; empty for at once
 * @param timeout how long one run may take
 * @param retain how long the output is kept, from the end
 * @param tombstone how long the record is kept after that
 * @param maxAttempts how often it is run at most, when it fails in passing
 * @param rerunnable whether it may be run again after a crash
 */
public record NewJob(
    JobId id,
    String operation,
    String caller,
    String input,
    Map<String, String> labels,
    int priority,
    Optional<Instant> startAt,
    Duration timeout,
    Duration retain,
    Duration tombstone,
    int maxAttempts,
    boolean rerunnable,
    Optional<StagedFile> file,
    Idempotency idempotency,
    Optional<Callback> callback) {

  public RequestIdentity identity() {
    return new RequestIdentity(id, caller, idempotency);
  }

  /** The length of the file that comes with it; 0 without one. */
  public long fileBytes() {
    return file.map(staged -> staged.content().sizeBytes()).orElse(0L);
  }
}

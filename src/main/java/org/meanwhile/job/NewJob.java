package org.meanwhile.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meanwhile.platform.TraceContext;

/**
 * A validated request for a job.
 *
 * @param input the operation's input as JSON
 * @param startAt the job does not run before; empty for at once
 * @param deadline the job fails at this time unless it has ended; empty for no limit
 * @param timeout the longest time that one run may take
 * @param retain how long the output is kept after the end
 * @param tombstone how long the record is kept after the output
 * @param maxAttempts the most runs, when runs fail with a transient failure
 * @param rerunnable whether the job may run again after its node crashed
 * @param trace of the creating request; empty when it is part of none
 * @param origin what made the job beside the request
 * @param after the jobs that it waits for, none twice
 */
public record NewJob(
    JobId id,
    String operation,
    String caller,
    String input,
    Map<String, String> labels,
    int priority,
    Optional<Instant> startAt,
    Optional<Instant> deadline,
    Duration timeout,
    Duration retain,
    Duration tombstone,
    int maxAttempts,
    boolean rerunnable,
    Optional<StagedFile> file,
    Idempotency idempotency,
    Optional<Callback> callback,
    Optional<TraceContext> trace,
    JobOrigin origin,
    List<Dependency> after) {

  /** The same job, which waits for no other. */
  public NewJob withoutParents() {
    return new NewJob(
        id,
        operation,
        caller,
        input,
        labels,
        priority,
        startAt,
        deadline,
        timeout,
        retain,
        tombstone,
        maxAttempts,
        rerunnable,
        file,
        idempotency,
        callback,
        trace,
        origin,
        List.of());
  }

  public RequestIdentity identity() {
    return new RequestIdentity(id, caller, idempotency);
  }

  /** The bytes that its file adds to what is stored: 0 without a file, and for a shared one. */
  public long fileBytes() {
    return file.filter(staged -> !staged.shared())
        .map(staged -> staged.content().sizeBytes())
        .orElse(0L);
  }
}

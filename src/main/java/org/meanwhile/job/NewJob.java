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
 * @param reuse which jobs are the same, and whether it takes what they have made
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
    List<Dependency> after,
    Reuse reuse) {

  /** The same job, which waits for no other. */
  public NewJob withoutParents() {
    return with(file, List.of(), reuse);
  }

  /** The same job, which takes this of another one. */
  public NewJob reusing(Reused found) {
    return with(file, after, new Reuse(reuse.key(), reuse.within(), Optional.of(found)));
  }

  /** The same job with an equal file that is stored already. */
  public NewJob withFile(StagedFile other) {
    return with(Optional.of(other), after, reuse);
  }

  private NewJob with(Optional<StagedFile> newFile, List<Dependency> newAfter, Reuse newReuse) {
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
        newFile,
        idempotency,
        callback,
        trace,
        origin,
        newAfter,
        newReuse);
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

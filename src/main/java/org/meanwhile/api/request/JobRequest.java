package org.meanwhile.api.request;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.Dependency;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.Reuse;
import org.meanwhile.job.StagedFile;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.TraceContext;

/**
 * A valid request for a job, but for its file, which may arrive later.
 *
 * @param operation null only where a request is the defaults of others
 * @param callback empty when the client wants no callback
 * @param after the jobs that it waits for
 * @param reuse how old an output of another job may be that it takes; empty for a run of its own
 */
record JobRequest(
    OfferedOperation operation,
    String input,
    Map<String, String> labels,
    int priority,
    Optional<Instant> startAt,
    Optional<Instant> deadline,
    Duration timeout,
    Duration retain,
    Optional<CallbackReader.RequestedCallback> callback,
    List<Dependency> after,
    Optional<Duration> reuse) {

  /** Whether its job consists of others. */
  boolean isGroup() {
    return operation.name().equals(Job.GROUP);
  }

  /** What the members of a group get from it unless they name it themselves. */
  JobRequest forMembers() {
    return new JobRequest(
        null,
        "{}",
        labels,
        priority,
        startAt,
        deadline,
        timeout,
        retain,
        Optional.empty(),
        after,
        Optional.empty());
  }

  /**
   * Checks that the operation takes such a file, or does without one.
   *
   * @throws Problem 400 when a file is missing or not wanted, 415 when its media type is not taken
   */
  void checkFile(Optional<StagedFile> file) {
    boolean given = after.stream().anyMatch(Dependency::givesFile);
    if (given && file.isPresent()) {
      throw Problem.invalid(
          List.of(new Violation("/file", "came with the request: it is not another job's output")));
    }
    if (given && !operation.takesFile()) {
      throw Problem.invalid(List.of(new Violation("/file", "the operation takes none")));
    }
    if (given) {
      return;
    }
    file.ifPresentOrElse(staged -> checkFileType(staged.mediaType()), this::checkNoFile);
  }

  private void checkNoFile() {
    if (operation.takesFile() && operation.fileRequired()) {
      throw Problem.invalid(
          List.of(
              new Violation(
                  "/file", "is required: send multipart/form-data with the parts job and file")));
    }
  }

  /**
   * The same for a file that is there.
   *
   * @throws Problem likewise
   */
  void checkFileType(String mediaType) {
    if (!operation.takesFile()) {
      throw Problem.invalid(List.of(new Violation("/file", "the operation takes none")));
    }
    if (!operation.accepts(mediaType)) {
      throw new Problem(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "the operation takes " + String.join(", ", operation.takes()));
    }
  }

  /**
   * The job to be stored.
   *
   * @param tombstone how long the record is kept after the job has expired
   * @param base the root of this server, for the links in callbacks
   * @param trace of the request
   * @param origin what made the job beside the request
   */
  NewJob newJob(
      String caller,
      JobId id,
      Duration tombstone,
      Optional<StagedFile> file,
      Idempotency idempotency,
      URI base,
      Optional<TraceContext> trace,
      JobOrigin origin) {
    return new NewJob(
        id,
        operation.name(),
        caller,
        input,
        labels,
        priority,
        startAt,
        deadline,
        timeout,
        retain,
        tombstone,
        operation.maxAttempts(),
        operation.rerunnable(),
        file,
        idempotency,
        callback.map(requested -> requested.withBase(base)),
        trace,
        origin,
        after,
        reuse(caller, file));
  }

  /** The file of another job's output is not known yet, so nobody can tell what is the same. */
  private Reuse reuse(String caller, Optional<StagedFile> file) {
    return after.stream().anyMatch(Dependency::givesFile)
        ? Reuse.NONE
        : Reuse.of(caller, operation.name(), operation.canonicalInput(input), file, reuse);
  }
}

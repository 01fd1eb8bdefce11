package org.meanwhile.jobs;

import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.meanwhile.job.JobId;

/**
 * A request for a job. Immutable: each method returns a request with one member more. What a member
 * means, its range and its default are those of {@code POST /job}; they are checked at the
 * submission.
 */
public final class JobRequest {
  private final String operation;
  private final Object input;
  private final Map<String, Object> members;
  private final Map<String, String> labels;
  private final Set<JobId> parents;
  private final Optional<String> idempotencyKey;
  private final Optional<JobFile> file;

  private JobRequest(
      String operation,
      Object input,
      Map<String, Object> members,
      Map<String, String> labels,
      Set<JobId> parents,
      Optional<String> idempotencyKey,
      Optional<JobFile> file) {
    this.operation = operation;
    this.input = input;
    this.members = members;
    this.labels = labels;
    this.parents = parents;
    this.idempotencyKey = idempotencyKey;
    this.file = file;
  }

  /**
   * A request for one run of an operation.
   *
   * @param input the operation's own record of its input, or a {@link Map} with its members; a
   *     member that is null counts as absent
   */
  public static JobRequest of(String operation, Object input) {
    return new JobRequest(
        Objects.requireNonNull(operation),
        Objects.requireNonNull(input),
        Map.of(),
        Map.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** A request without an input. */
  public static JobRequest of(String operation) {
    return of(operation, Map.of());
  }

  public JobRequest label(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(name, value);
    return new JobRequest(operation, input, members, more, parents, idempotencyKey, file);
  }

  public JobRequest priority(int priority) {
    return with("priority", priority);
  }

  public JobRequest startAt(Instant time) {
    return with("startAt", time.toString());
  }

  public JobRequest deadline(Instant time) {
    return with("deadline", time.toString());
  }

  public JobRequest timeout(Duration limit) {
    return with("timeout", limit.toString());
  }

  public JobRequest retain(Duration time) {
    return with("retain", time.toString());
  }

  /** See {@code reuse} of {@code POST /job}: for operations that are repeatable. */
  public JobRequest reuse(Duration age) {
    return with("reuse", age.toString());
  }

  /** Has the end of the job sent to this URL. */
  public JobRequest callback(URI url) {
    return with("callback", Map.of("url", url.toString()));
  }

  /** The job waits until this one has succeeded, and fails when it ends otherwise. */
  public JobRequest after(JobId parent) {
    Set<JobId> more = new LinkedHashSet<>(parents);
    more.add(parent);
    return new JobRequest(operation, input, members, labels, more, idempotencyKey, file);
  }

  /** Of the requests of a caller with the same key, the first makes a job. */
  public JobRequest idempotencyKey(String key) {
    return new JobRequest(operation, input, members, labels, parents, Optional.of(key), file);
  }

  /**
   * Sends a file with the job. The stream is read to its end at the submission, and not closed; so
   * a request with a file is submitted once.
   *
   * @param mediaType one that the operation takes
   * @param name as a client would send it
   */
  public JobRequest file(String mediaType, String name, InputStream content) {
    return new JobRequest(
        operation,
        input,
        members,
        labels,
        parents,
        idempotencyKey,
        Optional.of(new JobFile(mediaType, name, content)));
  }

  private JobRequest with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new JobRequest(operation, input, more, labels, parents, idempotencyKey, file);
  }

  public String operation() {
    return operation;
  }

  public Object input() {
    return input;
  }

  /** The members that were given, by the names of {@code POST /job}, but for the input. */
  public Map<String, Object> members() {
    Map<String, Object> all = new LinkedHashMap<>(members);
    if (!labels.isEmpty()) {
      all.put("labels", labels);
    }
    if (!parents.isEmpty()) {
      all.put("after", parents.stream().map(id -> Map.of("job", id.toString())).toList());
    }
    return all;
  }

  public Optional<String> idempotencyKey() {
    return idempotencyKey;
  }

  public Optional<JobFile> file() {
    return file;
  }
}

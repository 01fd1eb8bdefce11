package org.meanwhile.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A request for a job. Each method but {@link #of} changes the request and returns it.
 *
 * <p>The job is created with an {@code Idempotency-Key}, unless it gets an id of its own.
 */
public final class JobRequest {
  private static final long SLOWEST_BYTES_PER_SECOND = 16 * 1024;

  private final Map<String, Object> members = new LinkedHashMap<>();
  private String key = UUID.randomUUID().toString();
  private UUID id;
  private FileSource file;

  private JobRequest(String operation) {
    members.put("operation", operation);
  }

  /** A job that runs this operation. */
  public static JobRequest of(String operation) {
    return new JobRequest(operation);
  }

  /** A job that runs this operation on this input. */
  public static JobRequest of(String operation, Object input) {
    return of(operation).input(input);
  }

  /**
   * The operation's input.
   *
   * @param input what {@link Json#write} takes: a map, or {@link Json.Raw}
   */
  public JobRequest input(Object input) {
    return with("input", input);
  }

  /** Any member of a job's request, such as {@code after} or {@code reuse}. */
  public JobRequest with(String member, Object value) {
    members.put(member, value);
    return this;
  }

  /** Adds a label. */
  public JobRequest label(String name, String value) {
    Map<String, Object> labels = new LinkedHashMap<>();
    if (members.get("labels") instanceof Map<?, ?> before) {
      before.forEach((other, its) -> labels.put(other.toString(), its));
    }
    labels.put(name, value);
    return with("labels", labels);
  }

  /** Its place among the caller's own jobs. */
  public JobRequest priority(int priority) {
    return with("priority", (long) priority);
  }

  /** It does not start before. */
  public JobRequest startAt(Instant instant) {
    return with("startAt", instant);
  }

  /** For how long each attempt may run. */
  public JobRequest timeout(Duration limit) {
    return with("timeout", limit);
  }

  /** When it must have ended. */
  public JobRequest deadline(Instant instant) {
    return with("deadline", instant);
  }

  /** For how long the output is kept. */
  public JobRequest retain(Duration time) {
    return with("retain", time);
  }

  /** Where its end is told. */
  public JobRequest callback(String url, String secret) {
    return with("callback", Map.of("url", url, "secret", secret));
  }

  /** The file of an operation that takes one; it is streamed. */
  public JobRequest file(FileSource source) {
    file = source;
    return this;
  }

  /** An own {@code Idempotency-Key}, for a creation that another process may repeat. */
  public JobRequest idempotencyKey(String own) {
    key = own;
    return this;
  }

  /**
   * An own id: the job is created by PUT, and whoever knows the id can repeat that or ask for the
   * job.
   */
  public JobRequest id(UUID own) {
    id = own;
    return this;
  }

  HttpRequest.Builder creation(Http http) {
    URI uri = http.uri(id == null ? "job" : "job/" + id);
    String method = id == null ? "POST" : "PUT";
    HttpRequest.Builder request = http.request(method, uri);
    if (id == null) {
      request.header("Idempotency-Key", key);
    }
    if (file == null) {
      return request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(Json.write(members)));
    }
    String boundary = UUID.randomUUID().toString();
    String head =
        "--%1$s\r\nContent-Disposition: form-data; name=\"job\"\r\nContent-Type: application/json\r\n\r\n%2$s\r\n"
            + "--%1$s\r\nContent-Disposition: %3$s\r\nContent-Type: %4$s\r\n\r\n";
    String name = FileSource.formDisposition(file.name() == null ? "file" : file.name());
    String filled = head.formatted(boundary, Json.write(members), name, file.mediaType());
    String tail = "\r\n--" + boundary + "--\r\n";
    return request
        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .timeout(timeFor(file.size()))
        .method(
            method,
            file.between(
                filled.getBytes(StandardCharsets.UTF_8), tail.getBytes(StandardCharsets.UTF_8)));
  }

  /** The JDK's limit is for a request and its answer in all, so it grows with what is sent. */
  static Duration timeFor(long sizeBytes) {
    return sizeBytes < 0
        ? Duration.ofDays(1)
        : Http.SILENCE.plusSeconds(sizeBytes / SLOWEST_BYTES_PER_SECOND);
  }
}

package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.URI;
import java.util.Optional;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.RequestIdentity;
import org.meanwhile.job.submit.RepeatedRequests;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.job.submit.Submissions;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.Spans;
import org.meanwhile.platform.TraceContext;
import org.meanwhile.security.Caller;

/**
 * Makes a job of a request body, JSON or multipart, for each of the ways to create one.
 *
 * <p>A request that may be a repetition is looked up first and validated only when it is none: a
 * repetition is answered as its original was, although the settings may have changed since.
 */
@ApplicationScoped
public class JobCreation {
  @Inject private Submissions submissions;
  @Inject private RepeatedRequests repeated;
  @Inject private JobRequestReader reader;
  @Inject private MultipartReader multipart;
  @Inject private RequestValidation validation;
  @Inject private Json json;
  @Inject private Settings settings;
  @Inject private Caller caller;
  @Inject private Spans spans;

  /**
   * Reads a request and stores its job, or finds the job of an earlier request.
   *
   * @param base the root of this server, for the links in callbacks
   * @throws Problem when the request is refused; nothing of it is stored then
   */
  public Submission create(
      InputStream body, HttpHeaders headers, JobId id, IdempotencyRule rule, URI base)
      throws IOException {
    if (isJson(headers.getMediaType())) {
      return createOfJson(body, RequestFields.trace(headers), id, rule, base);
    }
    Optional<TraceContext> trace = spans.ofRequest(RequestFields.trace(headers));
    try (MultipartReader.Parts parts =
        multipart.read(
            body,
            headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
            job -> isOwnRepetition(rule.identify(id, caller.name(), job, Optional.empty())))) {
      Submission submission = submit(parts.received(), id, rule, base, trace);
      if (submission.created()) {
        parts.keep();
      }
      return submission;
    }
  }

  /**
   * The same for a request whose body is known to be JSON.
   *
   * @param trace as the client sent it
   */
  public Submission createOfJson(
      InputStream body, Optional<TraceContext> trace, JobId id, IdempotencyRule rule, URI base)
      throws IOException {
    return submit(
        new MultipartReader.Received(json.read(body), Optional.empty(), Optional.empty()),
        id,
        rule,
        base,
        spans.ofRequest(trace));
  }

  /**
   * Validates a request as its creation would, and stores nothing.
   *
   * @return 200 with an estimate
   * @throws Problem when the request would be refused
   */
  public Response validate(InputStream body, HttpHeaders headers) throws IOException {
    MultipartReader.Received received =
        isJson(headers.getMediaType())
            ? new MultipartReader.Received(json.read(body), Optional.empty(), Optional.empty())
            : multipart.readOnly(body, headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
    JobRequest valid = received.validated().orElseGet(() -> reader.read(received.job()));
    valid.checkFile(received.file());
    return validation.respond(
        valid, caller.name(), received.file().map(file -> file.content().sizeBytes()).orElse(0L));
  }

  private boolean isOwnRepetition(RequestIdentity identity) {
    return repeated.find(identity).filter(JobCreation::isOwn).isPresent();
  }

  private Submission submit(
      MultipartReader.Received received,
      JobId id,
      IdempotencyRule rule,
      URI base,
      Optional<TraceContext> trace) {
    RequestIdentity identity = rule.identify(id, caller.name(), received.job(), received.file());
    Optional<Submission> earlier = repeated.find(identity);
    if (earlier.filter(JobCreation::isOwn).isPresent()) {
      return earlier.get();
    }
    JobRequest valid = received.validated().orElseGet(() -> reader.read(received.job()));
    valid.checkFile(received.file());
    // Only a valid request learns that another caller has a job of this id.
    return earlier.orElseGet(
        () ->
            submissions.submit(
                valid.newJob(
                    caller.name(),
                    id,
                    settings.get(JobSettings.TOMBSTONE_RETAIN),
                    received.file(),
                    identity.idempotency(),
                    base,
                    trace,
                    origin(valid))));
  }

  private JobOrigin origin(JobRequest valid) {
    return valid.operation().actsOnJobs()
        ? JobOrigin.REQUEST.by(caller.memberships())
        : JobOrigin.REQUEST;
  }

  private static boolean isOwn(Submission submission) {
    return submission.outcome() != Submission.Outcome.NOT_YOURS;
  }

  static boolean isJson(MediaType type) {
    return type != null
        && (type.getType() + '/' + type.getSubtype()).equalsIgnoreCase(MediaType.APPLICATION_JSON);
  }

  /** The body; empty when it has no bytes. */
  public static Optional<InputStream> nonEmpty(InputStream body) throws IOException {
    PushbackInputStream peeked = new PushbackInputStream(body);
    int first = peeked.read();
    if (first < 0) {
      return Optional.empty();
    }
    peeked.unread(first);
    return Optional.of(peeked);
  }
}

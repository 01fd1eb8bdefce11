package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobOrigin;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.RequestIdentity;
import org.meanwhile.job.schedule.Schedule;
import org.meanwhile.job.submit.RepeatedRequests;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.job.submit.Submissions;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.Spans;
import org.meanwhile.platform.TraceContext;
import org.meanwhile.platform.WebhookSecret;
import org.meanwhile.security.Caller;
import tools.jackson.databind.node.ObjectNode;

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
  @Inject private GroupCreation groups;
  @Inject private MultipartReader multipart;
  @Inject private RequestValidation validation;
  @Inject private FiredJobs fired;
  @Inject private Json json;
  @Inject private Settings settings;
  @Inject private Caller caller;
  @Inject private Spans spans;

  /**
   * Reads a request and stores its job, or finds the job of an earlier request.
   *
   * @param operation as the query names it, for a body that is only the file of a group
   * @param base the root of this server, for the links in callbacks
   * @throws Problem when the request is refused; nothing of it is stored then
   */
  public Submission create(
      InputStream body,
      HttpHeaders headers,
      Optional<String> operation,
      JobId id,
      IdempotencyRule rule,
      URI base)
      throws IOException {
    if (BodyTypes.isJson(headers.getMediaType())) {
      return createOfJson(body, RequestFields.trace(headers), id, rule, base);
    }
    Optional<TraceContext> trace = spans.ofRequest(RequestFields.trace(headers));
    try (MultipartReader.Parts parts = parts(body, headers, operation, id, rule)) {
      Submission submission = submit(parts.received(), id, rule, base, trace, JobOrigin.REQUEST);
      if (submission.created() && submission.job().job().reused().isEmpty()) {
        parts.keep();
      }
      return submission;
    }
  }

  private MultipartReader.Parts parts(
      InputStream body,
      HttpHeaders headers,
      Optional<String> operation,
      JobId id,
      IdempotencyRule rule)
      throws IOException {
    Optional<ObjectNode> group = groupOfFile(headers, operation);
    return group.isPresent()
        ? multipart.readFile(body, MultipartReader.NDJSON, group.get())
        : multipart.read(
            body,
            headers.getHeaderString(HttpHeaders.CONTENT_TYPE),
            job -> isOwnRepetition(rule.identify(id, caller.name(), job, Optional.empty())));
  }

  /** The request for a group whose body is its file; empty for all other requests. */
  private Optional<ObjectNode> groupOfFile(HttpHeaders headers, Optional<String> operation) {
    if (operation.isEmpty() || !BodyTypes.is(headers.getMediaType(), MultipartReader.NDJSON)) {
      return Optional.empty();
    }
    if (!operation.get().equals(Job.GROUP)) {
      throw Problem.invalid(
          List.of(
              new Violation("/operation", "must be " + Job.GROUP + ": others take no bare file")));
    }
    return Optional.of(json.object().put("operation", Job.GROUP));
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
        spans.ofRequest(trace),
        JobOrigin.REQUEST);
  }

  /**
   * The same for the job of a caller's schedule, as if its request came now.
   *
   * @param secrets of its callback
   */
  public Submission createOfSchedule(
      Schedule schedule,
      List<WebhookSecret> secrets,
      HttpHeaders headers,
      JobId id,
      IdempotencyRule rule,
      URI base) {
    return submit(
        new MultipartReader.Received(
            fired.request(schedule, secrets), Optional.empty(), Optional.empty()),
        id,
        rule,
        base,
        spans.ofRequest(RequestFields.trace(headers)),
        JobOrigin.schedule(schedule.name()));
  }

  /**
   * Validates a request as its creation would, and stores nothing.
   *
   * @return 200 with an estimate
   * @throws Problem when the request would be refused
   */
  public Response validate(InputStream body, HttpHeaders headers, Optional<String> operation)
      throws IOException {
    if (BodyTypes.isJson(headers.getMediaType())) {
      return validate(
          new MultipartReader.Received(json.read(body), Optional.empty(), Optional.empty()));
    }
    Optional<ObjectNode> group = groupOfFile(headers, operation);
    try (MultipartReader.Parts parts =
        group.isPresent()
            ? multipart.readFile(body, MultipartReader.NDJSON, group.get())
            : multipart.readOnly(body, headers.getHeaderString(HttpHeaders.CONTENT_TYPE))) {
      return validate(parts.received());
    }
  }

  private Response validate(MultipartReader.Received received) {
    JobRequest valid = received.validated().orElseGet(() -> reader.read(received.job()));
    valid.checkFile(received.file());
    int jobs = valid.isGroup() ? 1 + groups.validate(valid, received.file(), asker()) : 1;
    return validation.respond(
        valid,
        caller.name(),
        jobs,
        received.file().map(file -> file.content().sizeBytes()).orElse(0L));
  }

  /**
   * The same for the job of a caller's schedule.
   *
   * @param secrets of its callback
   */
  public Response validateOfSchedule(Schedule schedule, List<WebhookSecret> secrets) {
    JobRequest valid = reader.read(fired.request(schedule, secrets));
    valid.checkFile(Optional.empty());
    return validation.respond(valid, caller.name(), 1, 0);
  }

  private boolean isOwnRepetition(RequestIdentity identity) {
    return repeated.find(identity).filter(JobCreation::isOwn).isPresent();
  }

  private Submission submit(
      MultipartReader.Received received,
      JobId id,
      IdempotencyRule rule,
      URI base,
      Optional<TraceContext> trace,
      JobOrigin origin) {
    RequestIdentity identity = rule.identify(id, caller.name(), received.job(), received.file());
    Optional<Submission> earlier = repeated.find(identity);
    if (earlier.filter(JobCreation::isOwn).isPresent()) {
      return earlier.get();
    }
    JobRequest valid = received.validated().orElseGet(() -> reader.read(received.job()));
    valid.checkFile(received.file());
    // Only a valid request learns that another caller has a job of this id.
    if (earlier.isPresent()) {
      return earlier.get();
    }
    NewJob job =
        valid.newJob(
            caller.name(),
            id,
            settings.get(JobSettings.TOMBSTONE_RETAIN),
            received.file(),
            identity.idempotency(),
            base,
            trace,
            origin(valid, origin));
    return valid.isGroup() ? groups.submit(valid, job, base, asker()) : submissions.submit(job);
  }

  private Asker asker() {
    return Asker.of(caller);
  }

  private JobOrigin origin(JobRequest valid, JobOrigin origin) {
    return valid.operation().actsOnJobs() ? origin.by(caller.memberships()) : origin;
  }

  private static boolean isOwn(Submission submission) {
    return submission.outcome() != Submission.Outcome.NOT_YOURS;
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

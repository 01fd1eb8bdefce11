package org.meanwhile.api.answer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meanwhile.api.http.Conditions;
import org.meanwhile.api.http.Prefer;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemDocument;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.RequestFields;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Output;
import org.meanwhile.representation.JobForecast;
import org.meanwhile.representation.Links;
import org.meanwhile.representation.StatusDocuments;

/**
 * Responses that show a job: the table of polling in the contract, in one place. Safe for many
 * threads.
 */
@ApplicationScoped
public class JobResponses {
  /** {@code Cache-Control} of what changes: caches revalidate it each time, shared ones skip it. */
  public static final String POLLED = "no-cache, private";

  @Inject private StatusDocuments documents;
  @Inject private JobForecast forecast;

  /** 202: the job is stored. Of a repeated request it may have ended long ago. */
  public Response accepted(JobView view, Targets targets) {
    Job job = view.job();
    Response.ResponseBuilder response =
        document(Response.accepted(), view, targets.links())
            .location(targets.job(job.id()))
            .header("Operation-Location", targets.links().status(job.id()));
    if (targets.monitored()) {
      response.header(Prefer.APPLIED, Prefer.RESPOND_ASYNC);
    }
    if (job.status().ended()) {
      // The first response had Retry-After; a repeated request gets the same fields.
      response.header(HttpHeaders.RETRY_AFTER, forecast.retryAfterSeconds(job));
    }
    return response.build();
  }

  /**
   * The response after a client has waited for the end of the job that it created: 303 to the
   * output, else 200 with the document that a GET of {@code Content-Location} returns (RFC 9110,
   * section 8.7).
   */
  public Response outcome(JobView view, Targets targets) {
    Links links = targets.links();
    String status = links.status(view.job().id());
    Response.ResponseBuilder response =
        view.liveOutput().isPresent()
            ? seeOther(targets.output(view.job().id()))
            : Response.ok().header(HttpHeaders.CONTENT_LOCATION, status);
    return document(response, view, links).header("Operation-Location", status).build();
  }

  /**
   * A poll: 303 to the output when there is one, else as {@link #status}.
   *
   * @throws Problem 410 when the job was canceled, was removed or has expired
   */
  public Response poll(JobView view, Targets targets, Conditions conditions) {
    requireNotGone(view);
    if (view.liveOutput().isPresent()) {
      return document(seeOther(targets.output(view.job().id())), view, targets.links()).build();
    }
    return status(view, targets.links(), conditions);
  }

  /**
   * A poll for clients that take the first 200 for success: 202 until the job has ended, then 303
   * to the output, or the problem that the job ended with.
   *
   * @throws Problem 410 when the job was canceled, was removed or has expired, or its output was
   *     deleted; 412 as {@link #status}
   */
  public Response monitor(JobView view, Links links, Conditions conditions) {
    requireNotGone(view);
    Job job = view.job();
    if (!job.status().ended()) {
      requireNoTags(conditions);
      return conditions.match(version(view))
          ? headers(Response.notModified(), view).build()
          : document(Response.accepted(), view, links)
              .location(URI.create(links.monitor(job.id())))
              .build();
    }
    if (view.liveOutput().isPresent()) {
      return document(seeOther(URI.create(links.output(job.id()))), view, links).build();
    }
    return failure(job.error().orElseThrow(() -> outputDeleted(view)), links.monitor(job.id()));
  }

  private static Problem outputDeleted(JobView view) {
    Instant when = view.output().flatMap(Output::deletedAt).orElseThrow();
    return new Problem(ProblemType.OUTPUT_DELETED, "the output was deleted at " + when);
  }

  /**
   * The failure of a job as the response to a request for it. A status that is none of an error
   * (RFC 9110, section 15) is sent as 500.
   */
  private static Response failure(JobError error, String uri) {
    int status = error.status() >= 400 && error.status() <= 599 ? error.status() : 500;
    ProblemDocument problem =
        new ProblemDocument(
            StatusDocuments.errorType(error),
            StatusDocuments.ERROR_TITLE,
            status,
            error.message(),
            URI.create(uri).getRawPath(),
            List.of());
    return Response.status(status)
        .type(ProblemDocument.MEDIA_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, POLLED)
        .entity(problem.bytes())
        .build();
  }

  /**
   * Checks the conditions of a request that changes something (RFC 9110, sections 13.1.1 and
   * 13.1.2). {@code If-Match} compares strongly and tags of status documents are weak, so it holds
   * for {@code *} only.
   *
   * @param existing the job as it is; empty when there is none
   * @throws Problem 412 when a condition does not hold
   */
  public static void requireConditions(Optional<JobView> existing, HttpHeaders headers) {
    String match = headers.getHeaderString(HttpHeaders.IF_MATCH);
    if (match != null && !(existing.isPresent() && match.strip().equals("*"))) {
      throw new Problem(ProblemType.PRECONDITION_FAILED, "If-Match does not hold for this job");
    }
    if (existing.isPresent() && RequestFields.conditions(headers).match(version(existing.get()))) {
      throw new Problem(ProblemType.PRECONDITION_FAILED, "the job exists already");
    }
  }

  /**
   * A poll without redirects: 200, or 304 when the client has this version.
   *
   * @throws Problem 412 for {@code If-Match} with tags: it compares strongly, and a weak tag equals
   *     none (RFC 9110, section 13.1.1)
   */
  public Response status(JobView view, Links links, Conditions conditions) {
    requireNoTags(conditions);
    return conditions.match(version(view))
        ? headers(Response.notModified(), view).build()
        : document(Response.ok(), view, links).build();
  }

  private static void requireNoTags(Conditions conditions) {
    if (conditions.ifMatch()) {
      throw new Problem(ProblemType.PRECONDITION_FAILED, "the job is at another version");
    }
  }

  /** 200 with the job after a change. */
  public Response changed(JobView view, Links links) {
    return document(Response.ok(), view, links).build();
  }

  /**
   * 409 with the job as it is, which does not allow what was asked for.
   *
   * @param type wrong-state or stale-version
   */
  public Problem conflict(ProblemType type, String detail, JobView view, Links links) {
    return new Problem(type, detail)
        .withMember("job", new String(documents.bytes(view, links), StandardCharsets.UTF_8));
  }

  /**
   * Throws when pollers are told that the job is gone, although its record is kept.
   *
   * @throws Problem 410
   */
  static void requireNotGone(JobView view) {
    Job job = view.job();
    boolean canceled = job.status() == JobStatus.CANCELED || job.cancelRequested();
    if (job.removedAt().isPresent() || job.status() == JobStatus.CANCELED) {
      Instant when = job.removedAt().or(job::finishedAt).orElseThrow();
      throw canceled
          ? new Problem(ProblemType.JOB_CANCELED, "the job was canceled at " + when)
          : new Problem(ProblemType.JOB_REMOVED, "the job was removed at " + when);
    }
    if (view.expired()) {
      throw new Problem(
          ProblemType.JOB_EXPIRED, "the job expired at " + job.expiresAt().orElseThrow());
    }
  }

  /**
   * 303. JAX-RS makes a relative {@code Location} absolute where it gets it as a URI: Jersey does
   * so in spite of its property, once a filter has replaced the URI of the request.
   */
  private static Response.ResponseBuilder seeOther(URI target) {
    return Response.status(Response.Status.SEE_OTHER)
        .header(HttpHeaders.LOCATION, target.toString());
  }

  private Response.ResponseBuilder document(
      Response.ResponseBuilder response, JobView view, Links links) {
    return headers(response, view)
        .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
        .entity(documents.bytes(view, links));
  }

  private Response.ResponseBuilder headers(Response.ResponseBuilder response, JobView view) {
    response.header(HttpHeaders.ETAG, tag(view)).header(HttpHeaders.CACHE_CONTROL, POLLED);
    if (!view.job().status().ended()) {
      response.header(HttpHeaders.RETRY_AFTER, forecast.retryAfterSeconds(view.job()));
    }
    return response;
  }

  /** The tag is weak: estimates and the queue position change without a new version. */
  private static String tag(JobView view) {
    return "W/\"" + version(view) + '"';
  }

  /** The version of the status document: it changes when anything but an estimate changes. */
  public static String version(JobView view) {
    return view.job().version() + (view.expired() ? "-expired" : "");
  }
}

package org.meanwhile.api.answer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.meanwhile.api.http.Conditions;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.representation.JobForecast;
import org.meanwhile.representation.Links;
import org.meanwhile.representation.StatusDocuments;

/** A job as an answer: the contract's table of polling, in one place. */
@ApplicationScoped
public class JobResponses {
  /** Status documents are asked for again each time, and belong to their caller. */
  public static final String POLLED = "no-cache, private";

  @Inject private StatusDocuments documents;
  @Inject private JobForecast outlook;

  /** 202: the job is stored, and may have ended long ago when the request is a repeated one. */
  public Response accepted(JobView view, Links links) {
    Job job = view.job();
    Response.ResponseBuilder answer =
        document(Response.accepted(), view, links)
            .location(URI.create(links.job(job.id())))
            .header("Operation-Location", links.status(job.id()));
    if (job.status().ended()) {
      // An answer that was lost says that to ask again is worth it; so does its repetition.
      answer.header(HttpHeaders.RETRY_AFTER, outlook.retryAfterSeconds(job));
    }
    return answer.build();
  }

  /**
   * What came of a job while its creator waited: 303 to the output, or 200, whose body is what a
   * GET of the job's status would bring (RFC 9110, section 8.7).
   */
  public Response outcome(JobView view, Links links) {
    String status = links.status(view.job().id());
    Response.ResponseBuilder answer =
        view.liveOutput().isPresent()
            ? Response.seeOther(URI.create(links.output(view.job().id())))
            : Response.ok().header(HttpHeaders.CONTENT_LOCATION, status);
    return document(answer, view, links).header("Operation-Location", status).build();
  }

  /** A poll that may be redirected to the output, or told that the job is gone. */
  public Response poll(JobView view, Links links, Conditions conditions) {
    requireThere(view);
    if (view.liveOutput().isPresent()) {
      return document(Response.seeOther(URI.create(links.output(view.job().id()))), view, links)
          .build();
    }
    return status(view, links, conditions);
  }

  /**
   * Throws when a condition of a request that changes something does not hold (RFC 9110, sections
   * 13.1.1 and 13.1.2). Tags of status documents are weak, so none is as strong as {@code If-Match}
   * wants it.
   */
  public static void require(Optional<JobView> there, HttpHeaders headers) {
    String match = headers.getHeaderString(HttpHeaders.IF_MATCH);
    if (match != null && !(there.isPresent() && match.strip().equals("*"))) {
      throw new Problem(ProblemType.PRECONDITION_FAILED, "the job is not as it must be");
    }
    if (there.isPresent() && Conditions.of(headers).has(version(there.get()))) {
      throw new Problem(ProblemType.PRECONDITION_FAILED, "there is such a job already");
    }
  }

  /** A poll that is always 200, or 304. */
  public Response status(JobView view, Links links, Conditions conditions) {
    if (conditions.ifMatch()) {
      // RFC 9110, section 13.1.1: the comparison is strong, and no weak tag is equal to any.
      throw new Problem(ProblemType.PRECONDITION_FAILED, "the job is at another version");
    }
    return conditions.has(version(view))
        ? headers(Response.notModified(), view).build()
        : document(Response.ok(), view, links).build();
  }

  /** 200 for what was done to the job. */
  public Response done(JobView view, Links links) {
    return document(Response.ok(), view, links).build();
  }

  /** Throws when the job is gone for those who poll it, although its record is kept. */
  static void requireThere(JobView view) {
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

  private Response.ResponseBuilder document(
      Response.ResponseBuilder answer, JobView view, Links links) {
    return headers(answer, view)
        .type(MediaType.APPLICATION_JSON)
        .entity(documents.bytes(view, links));
  }

  private Response.ResponseBuilder headers(Response.ResponseBuilder answer, JobView view) {
    answer.tag(tag(view)).header(HttpHeaders.CACHE_CONTROL, POLLED);
    if (!view.job().status().ended()) {
      answer.header(HttpHeaders.RETRY_AFTER, outlook.retryAfterSeconds(view.job()));
    }
    return answer;
  }

  /** Weak: estimates and the place in the queue change without a new version. */
  private static EntityTag tag(JobView view) {
    return new EntityTag(version(view), true);
  }

  /** Of the document: another one where anything but estimates differs. */
  public static String version(JobView view) {
    return view.job().version() + (view.expired() ? "-expired" : "");
  }
}

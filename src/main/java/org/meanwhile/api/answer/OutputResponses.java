package org.meanwhile.api.answer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import org.meanwhile.api.http.ByteRange;
import org.meanwhile.api.http.ContentDisposition;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Output;
import org.meanwhile.platform.HttpDate;
import org.meanwhile.representation.JobForecast;

/** A job's output as an answer, whoever asks for it: the caller, or somebody it is shared with. */
@ApplicationScoped
public class OutputResponses {
  private static final String HTTP_1_1 = "HTTP/1.1";

  @Inject private JobForecast outlook;
  @Inject private Downloads downloads;
  @Inject private Clock clock;

  /** The bytes, or one range of them, or that they are still the same. */
  public Response.ResponseBuilder get(
      JobView view, String range, String ifRange, Request request, String protocol) {
    Output output = requireLive(view);
    Response.ResponseBuilder conditional = conditional(view, output, request);
    if (conditional != null) {
      return conditional;
    }
    long size = output.sizeBytes();
    ByteRange part = range == null || !sameAs(output, ifRange) ? null : ByteRange.read(range, size);
    ByteRange bytes = part == null ? new ByteRange(0, size - 1) : part;
    Response.ResponseBuilder answer =
        described(Response.status(part == null ? 200 : 206), view, output)
            .header(HttpHeaders.CONTENT_LENGTH, bytes.sizeBytes())
            .entity(downloads.of(output, bytes));
    if (output.contentId().isPresent() && HTTP_1_1.equals(protocol)) {
      // Should the output disappear meanwhile, the end of the connection is all that can say so:
      // one that is kept alive leaves the client waiting for the rest.
      answer.header("Connection", "close");
    }
    if (part != null) {
      answer.header("Content-Range", part.of(size));
    }
    return answer;
  }

  /** The fields of the whole without its bytes. */
  public Response.ResponseBuilder head(JobView view, Request request) {
    Output output = requireLive(view);
    Response.ResponseBuilder conditional = conditional(view, output, request);
    return conditional != null
        ? conditional
        : described(Response.ok(), view, output)
            .header(HttpHeaders.CONTENT_LENGTH, output.sizeBytes());
  }

  /** The output that is there now, or why there is none as a problem. */
  public Output requireLive(JobView view) {
    return view.liveOutput().orElseThrow(() -> noOutput(view));
  }

  /**
   * Throws when a condition of a request that deletes the output does not hold (RFC 9110, section
   * 13.1). One that is gone is equal to none.
   */
  public void require(JobView view, Request request) {
    Response.ResponseBuilder refused =
        view.liveOutput().isPresent()
            ? request.evaluatePreconditions(
                lastModified(view.liveOutput().get()), tag(view.liveOutput().get()))
            : request.evaluatePreconditions();
    if (refused != null) {
      throw another();
    }
  }

  private static Problem another() {
    return new Problem(ProblemType.PRECONDITION_FAILED, "the output is another one");
  }

  private Problem noOutput(JobView view) {
    JobResponses.requireThere(view);
    Job job = view.job();
    if (view.output().isPresent()) {
      Instant when = view.output().get().deletedAt().orElseThrow();
      return new Problem(ProblemType.OUTPUT_DELETED, "the output was deleted at " + when);
    }
    if (job.status() == JobStatus.FAILED) {
      return new Problem(ProblemType.NO_OUTPUT, "the job failed; its status document says why");
    }
    return new Problem(ProblemType.OUTPUT_NOT_READY, "the job has not ended yet")
        .with(HttpHeaders.RETRY_AFTER, outlook.retryAfterSeconds(job));
  }

  private Response.ResponseBuilder conditional(JobView view, Output output, Request request) {
    Response.ResponseBuilder answer =
        request.evaluatePreconditions(lastModified(output), tag(output));
    if (answer == null) {
      return null;
    }
    if (answer.build().getStatus() == Response.Status.PRECONDITION_FAILED.getStatusCode()) {
      throw another();
    }
    return described(answer, view, output);
  }

  /** Without an {@code If-Range}, or with the one that names this very representation. */
  private static boolean sameAs(Output output, String ifRange) {
    return ifRange == null
        || ifRange.strip().equals('"' + output.sha256() + '"')
        || ifRange.strip().equals(HttpDate.of(output.createdAt()));
  }

  private Response.ResponseBuilder described(
      Response.ResponseBuilder answer, JobView view, Output output) {
    Instant expires = view.job().expiresAt().orElseThrow();
    long fresh = Math.max(0, Duration.between(clock.instant(), expires).toSeconds());
    String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(output.sha256()));
    return answer
        .tag(tag(output))
        .lastModified(lastModified(output))
        .header(HttpHeaders.CONTENT_TYPE, output.mediaType())
        .header("Accept-Ranges", "bytes")
        .header("Repr-Digest", "sha-256=:" + digest + ":")
        .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment(output.name()))
        .header("Sunset", HttpDate.of(expires))
        .header(HttpHeaders.CACHE_CONTROL, "private, immutable, max-age=" + fresh)
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "sandbox");
  }

  private static EntityTag tag(Output output) {
    return new EntityTag(output.sha256());
  }

  private static Date lastModified(Output output) {
    return Date.from(output.createdAt().truncatedTo(ChronoUnit.SECONDS));
  }
}

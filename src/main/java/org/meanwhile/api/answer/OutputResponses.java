package org.meanwhile.api.answer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import org.meanwhile.api.download.Downloads;
import org.meanwhile.api.http.ByteRange;
import org.meanwhile.api.http.ContentDisposition;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.Job;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Output;
import org.meanwhile.job.StagedFile;
import org.meanwhile.platform.HttpDate;
import org.meanwhile.representation.JobForecast;

/**
 * Responses with a job's output, for the caller and for those it is shared with, and with the file
 * that came with a job. Safe for many threads.
 */
@ApplicationScoped
public class OutputResponses {
  private static final String HTTP_1_1 = "HTTP/1.1";

  @Inject private JobForecast forecast;
  @Inject private Downloads downloads;
  @Inject private Clock clock;

  /**
   * 200 with the bytes, 206 with one range of them, or 304 when the client has them. Where a proxy
   * sends them: 200 with no bytes, and the field that says so.
   *
   * @param headers have {@code Range} and {@code If-Range}, whose lines are joined: of several none
   *     counts
   * @param protocol of the request, such as {@code HTTP/1.1}
   * @throws Problem 404 or 410 when there is no output, 412, or 416
   */
  public Response.ResponseBuilder get(
      JobView view, HttpHeaders headers, Request request, String protocol) {
    return get(requireLive(view), view.job().expiresAt(), headers, request, protocol);
  }

  /** The same for the file that came with a job. */
  public Response.ResponseBuilder file(
      Job job, StagedFile file, HttpHeaders headers, Request request, String protocol) {
    return get(new Output(job, file), job.expiresAt(), headers, request, protocol);
  }

  /** The response to HEAD for the file that came with a job. */
  public Response.ResponseBuilder fileHead(Job job, StagedFile file, Request request) {
    return head(new Output(job, file), job.expiresAt(), request);
  }

  private Response.ResponseBuilder get(
      Output output,
      Optional<Instant> expires,
      HttpHeaders headers,
      Request request,
      String protocol) {
    Response.ResponseBuilder conditional = conditional(expires, output, request);
    if (conditional != null) {
      return conditional;
    }
    String range = headers.getHeaderString("Range");
    String ifRange = headers.getHeaderString("If-Range");
    long size = output.sizeBytes();
    ByteRange part =
        range == null || !isCurrent(output, ifRange) ? null : ByteRange.read(range, size);
    Optional<String> file = downloads.byProxy(output, headers, part != null);
    if (file.isPresent()) {
      return handedOver(described(Response.ok(), expires, output), file.get(), part != null);
    }
    ByteRange bytes = part == null ? new ByteRange(0, size - 1) : part;
    Response.ResponseBuilder response =
        described(Response.status(part == null ? 200 : 206), expires, output)
            .header(HttpHeaders.CONTENT_LENGTH, bytes.sizeBytes())
            .entity(downloads.of(output, bytes));
    if (output.contentId().isPresent()) {
      closing(response, protocol);
    }
    if (part != null) {
      response.header("Content-Range", part.contentRange(size));
    }
    return response;
  }

  /**
   * When the output is deleted while it is sent, only closing the connection tells the client: on a
   * connection that is kept alive it would wait for the rest.
   */
  Response.ResponseBuilder closing(Response.ResponseBuilder response, String protocol) {
    return HTTP_1_1.equals(protocol) ? response.header("Connection", "close") : response;
  }

  /** A proxy says of a whole file that it accepts ranges; of a part it leaves that to others. */
  private Response.ResponseBuilder handedOver(
      Response.ResponseBuilder response, String file, boolean partial) {
    if (!partial) {
      response.header("Accept-Ranges", null);
    }
    return response
        .header(downloads.proxyField(), file)
        .header(HttpHeaders.CONTENT_LENGTH, 0)
        .entity(new byte[0]);
  }

  /** The response to HEAD: the fields of the whole output. */
  public Response.ResponseBuilder head(JobView view, Request request) {
    return head(requireLive(view), view.job().expiresAt(), request);
  }

  private Response.ResponseBuilder head(Output output, Optional<Instant> expires, Request request) {
    Response.ResponseBuilder conditional = conditional(expires, output, request);
    return conditional != null
        ? conditional
        : described(Response.ok(), expires, output)
            .header(HttpHeaders.CONTENT_LENGTH, output.sizeBytes());
  }

  /**
   * The output that is there now.
   *
   * @throws Problem 404 when there is none, 410 when it or the job is gone
   */
  public Output requireLive(JobView view) {
    return view.liveOutput().orElseThrow(() -> noOutput(view));
  }

  /**
   * Checks the conditions of a request that deletes the output (RFC 9110, section 13.1). A deleted
   * output matches no tag.
   *
   * @throws Problem 412 when a condition does not hold
   */
  public void requireConditions(JobView view, Request request) {
    Response.ResponseBuilder refused =
        view.liveOutput().isPresent()
            ? request.evaluatePreconditions(
                lastModified(view.liveOutput().get()), tag(view.liveOutput().get()))
            : request.evaluatePreconditions();
    if (refused != null) {
      throw otherVersion();
    }
  }

  static Problem otherVersion() {
    return new Problem(ProblemType.PRECONDITION_FAILED, "the output is at another version");
  }

  private Problem noOutput(JobView view) {
    JobResponses.requireNotGone(view);
    Job job = view.job();
    if (view.output().isPresent()) {
      Instant when = view.output().get().deletedAt().orElseThrow();
      return new Problem(ProblemType.OUTPUT_DELETED, "the output was deleted at " + when);
    }
    if (job.status() == JobStatus.FAILED) {
      return new Problem(ProblemType.NO_OUTPUT, "the job failed; its status document says why");
    }
    return notReady(view);
  }

  /** 404: the job goes on. */
  Problem notReady(JobView view) {
    return new Problem(ProblemType.OUTPUT_NOT_READY, "the job has not ended yet")
        .with(HttpHeaders.RETRY_AFTER, forecast.retryAfterSeconds(view.job()));
  }

  private Response.ResponseBuilder conditional(
      Optional<Instant> expires, Output output, Request request) {
    Response.ResponseBuilder response =
        request.evaluatePreconditions(lastModified(output), tag(output));
    if (response == null) {
      return null;
    }
    if (response.build().getStatus() == Response.Status.PRECONDITION_FAILED.getStatusCode()) {
      throw otherVersion();
    }
    return described(response, expires, output);
  }

  /** Whether the range is honoured: there is no {@code If-Range}, or it names this very output. */
  private boolean isCurrent(Output output, String ifRange) {
    if (ifRange == null || ifRange.strip().equals('"' + output.sha256() + '"')) {
      return true;
    }
    try {
      return HttpDate.parse(ifRange, clock.instant())
          .equals(output.createdAt().truncatedTo(ChronoUnit.SECONDS));
    } catch (DateTimeException e) {
      return false;
    }
  }

  private Response.ResponseBuilder described(
      Response.ResponseBuilder response, Optional<Instant> expires, Output output) {
    String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(output.sha256()));
    expires.ifPresent(time -> response.header("Sunset", HttpDate.of(time)));
    return response
        .tag(tag(output))
        .lastModified(lastModified(output))
        .header(HttpHeaders.CONTENT_TYPE, output.mediaType())
        .header("Accept-Ranges", "bytes")
        .header("Repr-Digest", "sha-256=:" + digest + ":")
        .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment(output.name()))
        .header(HttpHeaders.CACHE_CONTROL, cacheControl(expires))
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "sandbox");
  }

  /** Bytes never change; those of a job that has not ended may be kept until nobody knows when. */
  private String cacheControl(Optional<Instant> expires) {
    return expires
        .map(time -> Math.max(0, Duration.between(clock.instant(), time).toSeconds()))
        .map(seconds -> "private, immutable, no-transform, max-age=" + seconds)
        .orElse("private, no-cache, no-transform");
  }

  private static EntityTag tag(Output output) {
    return new EntityTag(output.sha256());
  }

  private static Date lastModified(Output output) {
    return Date.from(output.createdAt().truncatedTo(ChronoUnit.SECONDS));
  }
}

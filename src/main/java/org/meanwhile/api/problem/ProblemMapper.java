package org.meanwhile.api.problem;

import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.share.TooManyShares;
import org.meanwhile.job.submit.QueueFull;
import org.meanwhile.job.submit.QuotaExceeded;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.SafeLogText;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes an answer of everything that is thrown: the one place where errors become problems (RFC
 * 9457).
 */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final System.Logger LOG = System.getLogger(ProblemMapper.class.getName());
  private static final int RETRY_SECONDS = 5;

  @Inject private Json json;
  @Context private UriInfo uri;

  @Override
  public Response toResponse(Throwable thrown) {
    return answer(problem(thrown));
  }

  private Problem problem(Throwable thrown) {
    if (thrown instanceof Problem problem) {
      return problem;
    }
    if (thrown instanceof WebApplicationException standard) {
      return ofJaxRs(standard);
    }
    if (thrown instanceof QueueFull full) {
      return new Problem(ProblemType.QUEUE_FULL, "as many jobs wait as may")
          .retryAfter(full.retryAfter());
    }
    if (thrown instanceof QuotaExceeded exceeded) {
      return new Problem(ProblemType.QUOTA_EXCEEDED, enough(exceeded.quota()))
          .retryAfter(exceeded.retryAfter());
    }
    if (thrown instanceof TooManyShares full) {
      return new Problem(ProblemType.QUOTA_EXCEEDED, "the output is shared as often as it may be")
          .with(HttpHeaders.RETRY_AFTER, Math.max(1, full.untilOneEnds().toSeconds()));
    }
    if (DatabaseFailure.isUnavailable(thrown)) {
      LOG.log(Level.WARNING, "the database does not answer: " + SafeLogText.line(thrown));
      return new Problem(ProblemType.DATABASE_UNAVAILABLE, "the database does not answer")
          .with(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    if (thrown instanceof ProcessingException) {
      return new Problem(ProblemType.MALFORMED_REQUEST, "the request cannot be read");
    }
    UUID logged = UUID.randomUUID();
    LOG.log(Level.ERROR, "failure " + logged, SafeLogText.trace(thrown));
    return new Problem(
        ProblemType.INTERNAL_ERROR, "the server failed; its log has it as " + logged);
  }

  private static String enough(QuotaExceeded.Quota quota) {
    return switch (quota) {
      case UNFINISHED -> "the caller has as many unfinished jobs as it may";
      case BYTES -> "the caller's outputs and files take as much room as they may";
      case SUBMITS -> "the caller has created as many jobs as it may in a minute";
    };
  }

  private Problem ofJaxRs(WebApplicationException thrown) {
    int status = thrown.getResponse().getStatus();
    if (thrown instanceof NotFoundException) {
      return new Problem(ProblemType.UNKNOWN_PATH, "there is nothing at this path");
    }
    Problem problem =
        ProblemType.ofStatus(status)
            .map(t -> new Problem(t, t.title().toLowerCase(Locale.ROOT)))
            .orElseGet(() -> unexpected(thrown));
    String allow = thrown.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return allow == null ? problem : problem.with(HttpHeaders.ALLOW, withHead(allow));
  }

  /**
   * Where there is GET there is HEAD, though JAX-RS lists it only when it has a method of its own.
   */
  private static String withHead(String allow) {
    List<String> methods = Arrays.asList(allow.split("\\s*,\\s*"));
    return methods.contains("GET") && !methods.contains("HEAD") ? allow + ", HEAD" : allow;
  }

  private static Problem unexpected(WebApplicationException thrown) {
    UUID logged = UUID.randomUUID();
    LOG.log(Level.ERROR, "failure " + logged, SafeLogText.trace(thrown));
    return new Problem(
        ProblemType.INTERNAL_ERROR, "the server failed; its log has it as " + logged);
  }

  public static boolean within(Throwable thrown, Class<?> kind) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 20; depth++, cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private Response answer(Problem problem) {
    Response.ResponseBuilder answer =
        Response.status(problem.type().status())
            .type(Json.PROBLEM)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .entity(json.write(document(problem)));
    problem.headers().forEach(answer::header);
    return answer.build();
  }

  private ObjectNode document(Problem problem) {
    ObjectNode document =
        json.object()
            .put("type", problem.type().uri())
            .put("title", problem.type().title())
            .put("status", problem.type().status())
            .put("detail", problem.getMessage())
            .put("instance", uri.getRequestUri().getRawPath());
    if (!problem.errors().isEmpty()) {
      ArrayNode errors = document.putArray("errors");
      for (Violation error : problem.errors()) {
        errors.addObject().put("pointer", error.pointer()).put("detail", error.detail());
      }
    }
    return document;
  }
}

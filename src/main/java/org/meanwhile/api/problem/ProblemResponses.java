package org.meanwhile.api.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.meanwhile.database.DatabaseState;
import org.meanwhile.job.share.TooManyShares;
import org.meanwhile.job.submit.QueueFull;
import org.meanwhile.job.submit.QuotaExceeded;
import org.meanwhile.platform.SafeLogText;

/**
 * Makes a response of everything that is thrown while a request is answered: the one place where
 * exceptions become problems (RFC 9457). The message of an unexpected exception goes to the log
 * only; the client gets the id under which it is logged. Safe for many threads.
 */
@ApplicationScoped
public class ProblemResponses {
  private static final System.Logger LOG = System.getLogger(ProblemResponses.class.getName());
  private static final Duration DATABASE_RETRY = Duration.ofSeconds(5);

  @Inject private DatabaseState database;
  @Inject private RefusalMetrics refusals;

  /**
   * The response to a request that failed. Counts it when it is a refused write.
   *
   * @param method of the request
   * @param path of the request as its client knows it, percent-encoded
   */
  public Response of(Throwable thrown, String method, String path) {
    Problem problem = problem(thrown);
    refusals.count(method, problem.type());
    return response(problem, path);
  }

  /** The problem that an exception is; an internal error, which is logged, when it is none. */
  public Problem problem(Throwable thrown) {
    if (thrown instanceof Problem problem) {
      return problem;
    }
    if (thrown instanceof WebApplicationException standard) {
      return fromJaxRs(standard);
    }
    if (thrown instanceof QueueFull full) {
      return new Problem(ProblemType.QUEUE_FULL, "the queue is full; try again later")
          .retryAfter(full.retryAfter());
    }
    if (thrown instanceof QuotaExceeded exceeded) {
      return new Problem(ProblemType.QUOTA_EXCEEDED, quotaDetail(exceeded.quota()))
          .retryAfter(exceeded.retryAfter());
    }
    if (thrown instanceof TooManyShares full) {
      return new Problem(ProblemType.QUOTA_EXCEEDED, "the output has as many shares as it may have")
          .retryAfter(full.untilOneEnds());
    }
    if (database.isOutage(thrown)) {
      return new Problem(ProblemType.DATABASE_UNAVAILABLE, "the database does not answer")
          .retryAfter(DATABASE_RETRY);
    }
    if (thrown instanceof ProcessingException) {
      return new Problem(ProblemType.MALFORMED_REQUEST, "the request cannot be read");
    }
    return unexpected(thrown);
  }

  private static String quotaDetail(QuotaExceeded.Quota quota) {
    return switch (quota) {
      case UNFINISHED -> "the caller has as many unfinished jobs as it may have";
      case BYTES -> "the caller's outputs and files take all the room that they may take";
      case SUBMITS -> "the caller has created as many jobs as it may create in a minute";
    };
  }

  private static Problem fromJaxRs(WebApplicationException thrown) {
    int status = thrown.getResponse().getStatus();
    if (thrown instanceof NotFoundException) {
      return new Problem(ProblemType.UNKNOWN_PATH, "there is nothing at this path");
    }
    Problem problem =
        ProblemType.ofStatus(status)
            .map(type -> new Problem(type, type.title().toLowerCase(Locale.ROOT)))
            .orElseGet(() -> unexpected(thrown));
    String allow = thrown.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return allow == null ? problem : problem.with(HttpHeaders.ALLOW, withHead(allow));
  }

  /** JAX-RS answers HEAD wherever there is GET, but lists it only when it has its own method. */
  private static String withHead(String allow) {
    List<String> methods = Arrays.asList(allow.split("\\s*,\\s*"));
    return methods.contains("GET") && !methods.contains("HEAD") ? allow + ", HEAD" : allow;
  }

  private static Problem unexpected(Throwable thrown) {
    UUID logged = UUID.randomUUID();
    LOG.log(Level.ERROR, "failure " + logged, SafeLogText.trace(thrown));
    return new Problem(
        ProblemType.INTERNAL_ERROR, "the server failed; its log has it as " + logged);
  }

  private static Response response(Problem problem, String path) {
    Response.ResponseBuilder response =
        Response.status(problem.type().status())
            .type(ProblemDocument.MEDIA_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .entity(problem.document(path).bytes());
    problem.headers().forEach(response::header);
    return response.build();
  }
}

package org.meanwhile.api.request;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.estimate.QueueEstimates;
import org.meanwhile.job.estimate.QueueSnapshot;
import org.meanwhile.job.estimate.TimeLeft;
import org.meanwhile.job.pause.Pauses;
import org.meanwhile.job.submit.Submissions;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.platform.ConcurrencyLimit;
import org.meanwhile.platform.Scope;
import org.meanwhile.security.Caller;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers requests that ask only whether they are valid ({@code validate-only=true}): nothing is
 * stored or counted, and no key is looked at.
 */
@ApplicationScoped
public class RequestValidation {
  private static final String PARAMETER = "validate-only";
  private static final int MAX_PREVIEWS = 4;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final ConcurrencyLimit previews = new ConcurrencyLimit(MAX_PREVIEWS, 1);

  @Inject private Submissions submissions;
  @Inject private QueueEstimates estimates;
  @Inject private Pauses pauses;
  @Inject private Json json;
  @Inject private Caller caller;

  /**
   * Whether a request is to be validated only.
   *
   * @throws Problem 400 when the parameter has any value but {@code true}
   */
  public static boolean isWanted(UriInfo uri) {
    List<String> values = uri.getQueryParameters().getOrDefault(PARAMETER, List.of());
    if (!values.isEmpty() && !values.equals(List.of("true"))) {
      throw Problem.invalid(
          List.of(new Violation(Pointer.ROOT.member(PARAMETER).text(), "must be true")));
    }
    return !values.isEmpty();
  }

  /**
   * The answer to a valid request: an estimate, or what its operation would act on.
   *
   * @param owner the name of the caller whose job it would be
   * @param jobs how many jobs it would make
   * @throws Problem 429 or 503 when the request would be refused for want of room
   */
  Response respond(JobRequest request, String owner, long jobs, long fileBytes) {
    submissions.checkRoom(owner, jobs, fileBytes);
    ObjectNode answer = json.object();
    preview(request)
        .ifPresentOrElse(
            preview -> preview.forEach(answer::put), () -> estimate(request, owner, answer));
    return Response.ok(json.write(answer), MediaType.APPLICATION_JSON).build();
  }

  /** The answer to a valid request for something that is no job. */
  public Response valid() {
    return Response.ok(json.write(json.object().put("valid", true)), MediaType.APPLICATION_JSON)
        .build();
  }

  /** One at a time for each caller: it may look at as many jobs as there are. */
  private Optional<Map<String, Long>> preview(JobRequest request) {
    if (!request.operation().actsOnJobs()) {
      return Optional.empty();
    }
    if (previews.tryAcquire(caller.name()) != ConcurrencyLimit.Permit.GRANTED) {
      throw new Problem(
              ProblemType.QUOTA_EXCEEDED, "as many jobs are counted as this node has room for")
          .retryAfter(RETRY);
    }
    try {
      boolean operator = caller.scope().equals(Scope.everyone());
      return request.operation().preview(request.input(), caller.name(), operator);
    } catch (RuntimeException e) {
      throw DatabaseFailure.isTimedOut(e)
          ? new Problem(
                  ProblemType.DATABASE_UNAVAILABLE,
                  "counting took longer than it may; a narrower filter takes less time")
              .retryAfter(RETRY)
          : e;
    } finally {
      previews.release(caller.name());
    }
  }

  private void estimate(JobRequest request, String owner, ObjectNode answer) {
    answer.put("valid", true);
    QueueSnapshot snapshot = estimates.latest();
    Instant now = estimates.databaseNow();
    String operation = request.operation().name();
    Map<String, Optional<TimeLeft>> parts =
        Map.of(
            "waits",
            isHeld(request)
                ? Optional.empty()
                : snapshot.untilStartOfNew(owner, operation, request.startAt(), now),
            "runs",
            snapshot.history(operation).run());
    ObjectNode estimate = answer.putObject("estimate");
    for (String part : List.of("waits", "runs")) {
      parts
          .get(part)
          .filter(TimeLeft::isCredible)
          .ifPresent(time -> estimate.put(part, inSeconds(time.mean()).toString()));
    }
  }

  /** Nobody knows when the jobs end that it would wait for, or the pause of its operation. */
  private boolean isHeld(JobRequest request) {
    return !request.after().isEmpty() || pauses.shown().containsKey(request.operation().name());
  }

  private static Duration inSeconds(Duration time) {
    return time.plusMillis(500).truncatedTo(ChronoUnit.SECONDS);
  }
}

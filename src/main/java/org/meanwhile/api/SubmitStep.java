package org.meanwhile.api;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.answer.RateLimitHeaders;
import org.meanwhile.api.answer.RequestLinks;
import org.meanwhile.api.answer.Targets;
import org.meanwhile.api.gate.BeforeResources;
import org.meanwhile.api.gate.RequestStep;
import org.meanwhile.api.http.IdempotencyKey;
import org.meanwhile.api.request.IdempotencyRule;
import org.meanwhile.api.request.JobCreation;
import org.meanwhile.api.request.RequestBodies;
import org.meanwhile.job.JobId;
import org.meanwhile.job.submit.Submission;
import org.meanwhile.job.submit.SubmitRateLimiter;
import org.meanwhile.platform.TraceContext;
import org.meanwhile.platform.UuidV7;
import org.meanwhile.security.Caller;

/**
 * Answers the plain form of {@code POST /job}, a request in JSON of a known length and without
 * query parameters, without JAX-RS, as {@link PollStep} does for polls. {@link JobsResource}
 * answers all other forms. Both call the same {@link JobCreation} and {@link JobResponses}.
 */
@Dependent
@BeforeResources
public class SubmitStep implements RequestStep {
  private static final String JOBS = "/job";

  /** Other forms mean the same, and need JAX-RS to be read. */
  private static final Set<String> JSON =
      Set.of(
          "application/json", "application/json; charset=utf-8", "application/json;charset=utf-8");

  @Inject private DirectResponses direct;
  @Inject private RequestBase base;
  @Inject private RequestBodies bodies;
  @Inject private JobCreation creation;
  @Inject private JobResponses responses;
  @Inject private SubmitRateLimiter rates;
  @Inject private UuidV7 ids;
  @Inject private RequestLinks links;
  @Inject private Caller caller;

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (isPlain(request) && direct.mayAnswer("POST", request)) {
      Response answer = direct.answer(() -> submit(request), request);
      rates
          .status(caller.name())
          .ifPresent(status -> RateLimitHeaders.describe(status, response::setHeader));
      DirectResponses.send(answer, response);
    } else {
      next.doFilter(request, response);
    }
  }

  private static boolean isPlain(HttpServletRequest request) {
    String type = request.getContentType();
    return request.getRequestURI().length() == request.getContextPath().length() + JOBS.length()
        && request.getRequestURI().endsWith(JOBS)
        && request.getContentLengthLong() > 0
        && request.getQueryString() == null
        && request.getHeader(HttpHeaders.IF_NONE_MATCH) == null
        && type != null
        && Collections.list(request.getHeaders(HttpHeaders.CONTENT_TYPE)).size() == 1
        && JSON.contains(type.toLowerCase(Locale.ROOT));
  }

  private Response submit(HttpServletRequest request) throws IOException {
    URI root = base.of(request);
    Submission submission =
        creation.createOfJson(
            bodies.bounded(request.getInputStream(), request.getContentLengthLong()),
            TraceContext.parse(
                DirectResponses.lines(request, TraceContext.PARENT),
                DirectResponses.lines(request, TraceContext.STATE)),
            new JobId(ids.next()),
            IdempotencyRule.of(
                IdempotencyKey.of(DirectResponses.lines(request, IdempotencyKey.FIELD))),
            root);
    return responses.accepted(JobsResource.made(submission), Targets.of(links.of(root)));
  }
}

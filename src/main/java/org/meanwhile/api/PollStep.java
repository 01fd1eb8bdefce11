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
import java.util.List;
import java.util.Optional;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.answer.RequestLinks;
import org.meanwhile.api.answer.Targets;
import org.meanwhile.api.gate.BeforeResources;
import org.meanwhile.api.gate.RequestStep;
import org.meanwhile.api.http.Conditions;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.representation.Links;
import org.meanwhile.security.Caller;

/**
 * Answers the plain form of the most frequent requests, {@code GET /job/{id}} and {@code GET
 * /job/{id}/status}, without JAX-RS, which costs more than the poll itself (performance.md). {@link
 * JobResource} answers all other forms: with a preference, with {@code If-Match}, with a path that
 * has to be decoded. Both ask the same {@link PollReader} and {@link JobResponses}, so a client
 * cannot tell which of them has answered.
 */
@Dependent
@BeforeResources
public class PollStep implements RequestStep {
  private static final String JOB = "/job/";
  private static final String STATUS = "/status";
  private static final int ID_CHARS = 36;

  @Inject private DirectResponses direct;
  @Inject private RequestBase base;
  @Inject private PollReader polls;
  @Inject private JobResponses responses;
  @Inject private RequestLinks requestLinks;
  @Inject private Caller caller;

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    Optional<JobId> job = job(request);
    if (job.isPresent() && request.getContentType() == null && direct.mayAnswer("GET", request)) {
      DirectResponses.send(direct.answer(() -> poll(job.get(), request), request), response);
    } else {
      next.doFilter(request, response);
    }
  }

  /** The job that a path names by nothing but plain characters; empty for any other path. */
  private static Optional<JobId> job(HttpServletRequest request) {
    String uri = request.getRequestURI();
    int from = request.getContextPath().length() + JOB.length();
    boolean found =
        uri.startsWith(JOB, request.getContextPath().length())
            && (uri.length() == from + ID_CHARS
                || uri.length() == from + ID_CHARS + STATUS.length() && uri.endsWith(STATUS));
    return found ? JobId.parse(uri.substring(from, from + ID_CHARS)) : Optional.empty();
  }

  private Response poll(JobId job, HttpServletRequest request) {
    JobView view = polls.find(job, caller.scope()).orElseThrow(Problem::unknownJob);
    Links links = requestLinks.of(base.of(request));
    return request.getRequestURI().endsWith(STATUS)
        ? responses.status(view, links, conditions(request))
        : responses.poll(view, Targets.ofJob(links, job), conditions(request));
  }

  private static Conditions conditions(HttpServletRequest request) {
    List<String> tags = DirectResponses.lines(request, HttpHeaders.IF_NONE_MATCH);
    return Conditions.of(null, Conditions.isWellFormed(String.join(",", tags)) ? tags : List.of());
  }
}

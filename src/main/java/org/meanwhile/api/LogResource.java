package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.meanwhile.api.answer.LogResponses;
import org.meanwhile.api.answer.LongPollable;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.request.AcceptFilter;
import org.meanwhile.api.request.LogParameters;
import org.meanwhile.api.request.RequestFields;
import org.meanwhile.api.wait.GrowthPolls;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;
import org.meanwhile.job.log.LogReader;
import org.meanwhile.job.read.PollReader;
import org.meanwhile.platform.Scope;
import org.meanwhile.security.Caller;

/**
 * {@code /job/{id}/log}: the lines that the job's runs have written, or the run that it shares with
 * another job.
 */
@Path("/job/{id}/log")
@ApplicationScoped
public class LogResource {
  @Inject private PollReader polls;
  @Inject private LogReader logs;
  @Inject private GrowthPolls growth;
  @Inject private LogResponses responses;
  @Inject private Caller caller;

  /** The lines behind {@code after}, as text or as NDJSON, oldest first. */
  @GET
  @LongPollable
  @Produces({MediaType.TEXT_PLAIN, LogResponses.NDJSON})
  public CompletionStage<Object> get(
      @PathParam("id") String id,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @Context HttpServletRequest servlet) {
    JobId job = JobId.parse(id).orElseThrow(Problem::unknownJob);
    LogParameters parameters = LogParameters.read(uri.getQueryParameters());
    JobView view = find(job, caller.scope());
    LogResponses.requireLog(view);
    boolean ndjson =
        AcceptFilter.accept(servlet.getAttribute(AcceptFilter.ACCEPT))
            .prefers(LogResponses.NDJSON_NAMES, LogResponses.TEXT_NAMES);
    long after = parameters.after();
    URI self = uri.getAbsolutePath();
    Scope scope = caller.scope();
    Optional<Duration> wait = RequestFields.wait(headers);
    boolean news = wait.isPresent() && logs.page(view.job().ranAs(), after, 1).next() > after;
    return Answer.of(
        growth.log(
            view,
            after,
            news,
            wait,
            () -> {
              JobView now = find(job, scope);
              LogResponses.requireLog(now);
              return responses.page(
                  now,
                  logs.page(now.job().ranAs(), after, parameters.limit()),
                  parameters,
                  self,
                  ndjson);
            }));
  }

  private JobView find(JobId job, Scope scope) {
    return polls.findLatest(job, scope).orElseThrow(Problem::unknownJob);
  }
}

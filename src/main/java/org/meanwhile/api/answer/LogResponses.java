package org.meanwhile.api.answer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.List;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.request.LogParameters;
import org.meanwhile.job.JobView;
import org.meanwhile.job.log.LogPage;
import org.meanwhile.representation.JobForecast;
import org.meanwhile.representation.LogDocuments;

/** Responses with the lines of a job's log. Safe for many threads. */
@ApplicationScoped
public class LogResponses {
  public static final String NDJSON = "application/x-ndjson";
  public static final List<String> NDJSON_NAMES = List.of(NDJSON, "application/ndjson");
  public static final List<String> TEXT_NAMES = List.of("text/plain");

  private static final String TEXT = "text/plain;charset=UTF-8";

  @Inject private LogDocuments documents;
  @Inject private JobForecast forecast;

  /**
   * The log goes with the output.
   *
   * @throws Problem 410 when the job or its output is gone
   */
  public static void requireLog(JobView view) {
    JobResponses.requireNotGone(view);
    if (view.output().isPresent() && view.liveOutput().isEmpty()) {
      throw JobResponses.outputDeleted(view);
    }
  }

  /**
   * 200 with the lines. {@code Log-Next} is where to go on, and {@code Log-Lost} how many lines
   * before that were dropped; {@code Link} says where to go on unless no further lines will come.
   *
   * @param self the URI of the log without a query
   */
  public Response page(
      JobView view, LogPage page, LogParameters parameters, URI self, boolean ndjson) {
    Response.ResponseBuilder response =
        Response.ok(ndjson ? documents.ndjson(page.lines()) : documents.text(page.lines()))
            .type(ndjson ? NDJSON : TEXT)
            .header("Log-Next", page.next())
            .header("Log-Lost", page.lost())
            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
            .header(HttpHeaders.CACHE_CONTROL, "no-store");
    boolean over = view.job().status().ended();
    if (!over) {
      response.header(HttpHeaders.RETRY_AFTER, forecast.retryAfterSeconds(view.job()));
    }
    if (page.more() || !over) {
      URI next =
          UriBuilder.fromUri(self)
              .queryParam("after", page.next())
              .queryParam("limit", parameters.limit())
              .build();
      response.header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"");
    }
    return response.build();
  }
}

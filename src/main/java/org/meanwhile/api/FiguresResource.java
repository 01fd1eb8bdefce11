package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.job.statistics.Counts;
import org.meanwhile.job.statistics.FigureReader;
import org.meanwhile.job.statistics.Figures;
import org.meanwhile.job.statistics.Span;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.Pointer;
import org.meanwhile.operation.catalogue.Violation;
import org.meanwhile.security.Audit;
import org.meanwhile.security.Caller;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /operation/{name}/figures}: how an operation's jobs fared over time. For operators, as the
 * overview is, because they tell of the jobs of all callers.
 */
@Path("/operation/{name}/figures")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class FiguresResource {
  private static final String BY = "by";
  private static final double NANOS_PER_SECOND = 1e9;
  @Inject private Catalogue catalogue;
  @Inject private FigureReader figures;
  @Inject private Caller caller;
  @Inject private Audit audit;
  @Inject private Json json;

  /** The minutes of the last hour, or the hours of the last 30 days. */
  @GET
  public Response figures(@PathParam("name") String name, @Context UriInfo uri) {
    if (!caller.operates()) {
      audit.operationDenied(name);
      throw new Problem(ProblemType.FORBIDDEN, "figures are for the group operator");
    }
    Span span = span(uri);
    if (catalogue.find(name).isEmpty()) {
      throw new Problem(ProblemType.UNKNOWN_OPERATION, "there is no operation of this name");
    }
    Figures latest = figures.latest(name, span);
    ObjectNode document = json.object().put("at", latest.at().toString());
    document.put("seconds", span.length().toSeconds());
    ArrayNode items = document.putArray("items");
    latest.figures().forEach(figure -> items.add(item(figure, latest)));
    return Response.ok(json.write(document))
        .header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED)
        .build();
  }

  private static Span span(UriInfo uri) {
    List<String> values = uri.getQueryParameters().getOrDefault(BY, List.of("minute"));
    if (values.equals(List.of("minute"))) {
      return Span.MINUTE;
    }
    if (values.equals(List.of("hour"))) {
      return Span.HOUR;
    }
    throw Problem.invalid(
        List.of(new Violation(Pointer.ROOT.member(BY).text(), "must be minute or hour")));
  }

  private ObjectNode item(Figures.Figure figure, Figures of) {
    Counts counts = figure.counts();
    ObjectNode item =
        json.object()
            .put("begin", figure.begin().toString())
            .put("made", counts.made())
            .put("succeeded", counts.ended().succeeded())
            .put("failed", counts.ended().failed())
            .put("canceled", counts.ended().canceled());
    item.set("waits", times(counts.waits()));
    item.set("runs", times(counts.runs()));
    double millis = elapsed(figure.begin(), of).toMillis();
    item.put("slotsTaken", mean(counts.slots().takenMillis(), millis));
    item.put("slotsInUse", mean(figure.all().takenMillis(), millis));
    item.put("slots", mean(figure.all().thereMillis(), millis));
    return item;
  }

  /** The current minute or hour is not over yet. */
  private static Duration elapsed(Instant begin, Figures of) {
    Duration elapsed = Duration.between(begin, of.at());
    Duration length = of.span().length();
    return elapsed.compareTo(length) > 0 ? length : elapsed.plusMillis(1);
  }

  /** To a millionth of a slot: an hour has few of a short run. */
  private static double mean(long slotMillis, double millis) {
    return Math.round(slotMillis / millis * 1e6) / 1e6;
  }

  private ObjectNode times(Counts.Times times) {
    ObjectNode document = json.object().put("count", times.count());
    put(document, "p50", times.histogram().quantile(0.5));
    put(document, "p95", times.histogram().quantile(0.95));
    put(document, "p99", times.histogram().quantile(0.99));
    return document;
  }

  private static void put(ObjectNode to, String name, Optional<Duration> time) {
    time.ifPresent(t -> to.put(name, t.toNanos() / NANOS_PER_SECOND));
  }
}

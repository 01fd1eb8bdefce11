package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.OptionalDouble;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.json.Json;
import org.meanwhile.job.estimate.QueueEstimates;
import org.meanwhile.job.statistics.Counts;
import org.meanwhile.job.statistics.Overview;
import org.meanwhile.job.statistics.Overviews;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.OfferedOperation;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /overview}: all nodes, and counts of all jobs, for operators. */
@Path("/overview")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class OverviewResource {
  private static final double MILLIS_PER_SECOND = 1000;

  @Inject private Overviews overviews;
  @Inject private QueueEstimates estimates;
  @Inject private Catalogue catalogue;
  @Inject private Json json;

  /** The figures of a few seconds ago. */
  @GET
  public Response overview() {
    Overview latest = overviews.latest();
    ObjectNode document = json.object().put("minute", latest.at().toString());
    document.put("waiting", latest.queues().stream().mapToLong(Overview.Queue::waiting).sum());
    document.put("scheduled", latest.queues().stream().mapToLong(Overview.Queue::scheduled).sum());
    document.put("running", latest.queues().stream().mapToLong(Overview.Queue::running).sum());
    ArrayNode operations = document.putArray("operations");
    catalogue.all().forEach(operation -> operations.add(operation(operation, latest)));
    ArrayNode minutes = document.putArray("minutes");
    latest.minutes().forEach(minute -> minutes.add(minute(minute)));
    ArrayNode nodes = document.putArray("nodes");
    latest.nodes().forEach(node -> nodes.add(node(node)));
    return Response.ok(json.write(document))
        .header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED)
        .build();
  }

  private ObjectNode operation(OfferedOperation operation, Overview latest) {
    String name = operation.name();
    ObjectNode entry = json.object().put("name", name).put("waiting", 0).put("running", 0);
    latest.queues().stream()
        .filter(queue -> queue.operation().equals(name))
        .forEach(
            queue -> {
              entry.put("waiting", entry.path("waiting").asLong() + queue.waiting());
              entry.put("running", entry.path("running").asLong() + queue.running());
            });
    estimates
        .usualRun(name)
        .ifPresent(usual -> entry.put("usualRunSeconds", usual.toMillis() / MILLIS_PER_SECOND));
    return entry;
  }

  private ObjectNode minute(Overview.Minute minute) {
    Counts counts = minute.counts();
    ObjectNode entry =
        json.object()
            .put("minute", minute.begin().toString())
            .put("operation", minute.operation())
            .put("made", counts.made())
            .put("started", counts.waits().count())
            .put("ran", counts.runs().count())
            .put("succeeded", counts.ended().succeeded())
            .put("failed", counts.ended().failed())
            .put("canceled", counts.ended().canceled());
    mean(counts.waits()).ifPresent(mean -> entry.put("meanWaitSeconds", mean));
    mean(counts.runs()).ifPresent(mean -> entry.put("meanRunSeconds", mean));
    return entry;
  }

  private static OptionalDouble mean(Counts.Times times) {
    return times.count() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(times.totalMillis() / MILLIS_PER_SECOND / times.count());
  }

  private ObjectNode node(Overview.Node node) {
    ObjectNode entry = json.object().put("name", node.name());
    ArrayNode roles = entry.putArray("roles");
    for (String role : node.roles().isEmpty() ? new String[0] : node.roles().split(",")) {
      roles.add(role);
    }
    return entry
        .put("alive", node.alive())
        .put("startedAt", node.startedAt().toString())
        .put("seenAt", node.seenAt().toString())
        .put("slots", node.slots())
        .put("slotsInUse", node.alive() ? node.slotsTaken() : 0)
        .put("slotsHeldByCutOffRuns", node.alive() ? node.slotsHeld() : 0);
  }
}

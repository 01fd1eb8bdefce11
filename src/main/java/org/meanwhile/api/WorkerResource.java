package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.json.Json;
import org.meanwhile.job.lease.KnownWorker;
import org.meanwhile.job.lease.Workers;
import org.meanwhile.security.Caller;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /worker}: who works elsewhere. Operators see all; others see those that they are. */
@Path("/worker")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class WorkerResource {
  private static final int MAX_WORKERS = 1000;

  @Inject private Workers workers;
  @Inject private Json json;
  @Inject private Caller caller;

  /** The workers that were heard lately, those that asked for jobs last first. */
  @GET
  public Response list() {
    ObjectNode document = json.object();
    ArrayNode items = document.putArray("items");
    workers.list(caller.scope(), MAX_WORKERS).forEach(worker -> items.add(describe(worker)));
    return Response.ok(json.write(document))
        .header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED)
        .build();
  }

  private ObjectNode describe(KnownWorker known) {
    ObjectNode entry = json.object().put("caller", known.worker().caller());
    known.worker().name().ifPresent(name -> entry.put("name", name));
    ArrayNode operations = entry.putArray("operations");
    known.operations().forEach(operations::add);
    entry.put("since", known.since().toString()).put("seenAt", known.seenAt().toString());
    ArrayNode leases = entry.putArray("leases");
    known.leases().forEach(lease -> leases.add(describe(lease)));
    return entry;
  }

  private ObjectNode describe(KnownWorker.Held lease) {
    return json.object()
        .put("job", lease.job().toString())
        .put("operation", lease.operation())
        .put("leasedAt", lease.leasedAt().toString())
        .put("expiresAt", lease.expiresAt().toString());
  }
}

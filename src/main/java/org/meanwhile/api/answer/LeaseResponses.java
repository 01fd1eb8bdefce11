package org.meanwhile.api.answer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.OutputFields;
import org.meanwhile.job.JobView;
import org.meanwhile.job.lease.LeaseState;
import org.meanwhile.platform.TraceContext;
import org.meanwhile.representation.Links;
import org.meanwhile.worker.GivenLease;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Responses to workers. Each may have the URI of a lease, which is a secret: nobody stores them.
 */
@ApplicationScoped
public class LeaseResponses {
  /** The URI is a credential, so no cache may keep the response. */
  public static final String NO_STORE = "private, no-store, no-transform";

  private static final int RETRY_SECONDS = 5;
  private static final int RETRY_SECONDS_AFTER_WAIT = 1;

  @Inject private Json json;
  @Inject private JobResponses jobs;

  /** The jobs of a worker; without any, 204. */
  public Response given(List<GivenLease> leases, boolean waited, Links links) {
    if (leases.isEmpty()) {
      return Response.noContent()
          .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
          .header(HttpHeaders.RETRY_AFTER, waited ? RETRY_SECONDS_AFTER_WAIT : RETRY_SECONDS)
          .build();
    }
    ObjectNode document = json.object();
    ArrayNode array = document.putArray("leases");
    leases.forEach(lease -> array.add(describe(lease, links)));
    return answer(document);
  }

  private ObjectNode describe(GivenLease lease, Links links) {
    String uri = links.lease(lease.secret().value());
    ObjectNode entry =
        json.object()
            .put("uri", uri)
            .put("job", lease.job().lease().job().toString())
            .put("operation", lease.job().operation())
            .put("attempt", lease.job().attempt());
    entry.set("input", json.tree(lease.job().input()));
    ObjectNode labels = entry.putObject("labels");
    lease.labels().forEach(labels::put);
    entry.put("caller", lease.job().caller());
    lease
        .job()
        .checkpoint()
        .ifPresent(state -> entry.put("checkpoint", Base64.getEncoder().encodeToString(state)));
    lease.job().file().ifPresent(file -> entry.put("file", uri + "/file"));
    lease.job().trace().map(TraceContext::parent).ifPresent(id -> entry.put("traceparent", id));
    lease
        .job()
        .trace()
        .flatMap(TraceContext::state)
        .ifPresent(state -> entry.put("tracestate", state));
    return entry.put("expiresAt", shown(lease.expiresAt()));
  }

  private static String shown(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS).toString();
  }

  /**
   * A lease after a report.
   *
   * @param suspended whether the job was handed back because of the checkpoint
   */
  public Response state(LeaseState state, boolean suspended) {
    ObjectNode document =
        json.object()
            .put("expiresAt", shown(state.lapsesAt()))
            .put("cancelRequested", state.phase() == LeaseState.Phase.CANCELED);
    if (suspended) {
      document.put("suspended", true);
    }
    return answer(document);
  }

  private Response answer(ObjectNode document) {
    return Response.ok(json.write(document))
        .type(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .build();
  }

  /** 404: also of a lease that another caller holds. */
  public Problem unknown() {
    return new Problem(ProblemType.UNKNOWN_LEASE, "there is no such lease");
  }

  /** 409: nothing that the worker does counts any more. */
  public Problem lost() {
    return new Problem(
        ProblemType.LEASE_LOST,
        "the lease is over: it was ended, handed back, or not renewed in time");
  }

  /** 409 with the job, which does not allow what was asked for. */
  public Problem conflict(String detail, JobView job, Links links) {
    return jobs.conflict(ProblemType.WRONG_STATE, detail, job, links);
  }

  /** 409 with the number of bytes that were sent before. */
  public Problem wrongOffset(long offset) {
    return new Problem(ProblemType.WRONG_OFFSET, "the output has " + offset + " bytes: go on there")
        .with(OutputFields.OFFSET, offset)
        .withMember("offset", Long.toString(offset));
  }
}

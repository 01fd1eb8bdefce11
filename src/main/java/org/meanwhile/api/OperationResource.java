package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.MergePatchBody;
import org.meanwhile.api.request.RequestFields;
import org.meanwhile.job.pause.Pause;
import org.meanwhile.job.pause.Pauses;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.representation.Links;
import org.meanwhile.security.Audit;
import org.meanwhile.security.Caller;
import org.meanwhile.security.OperationAccess;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /operation}: the catalogue, and pausing. */
@Path("/operation")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class OperationResource {
  @Inject private Catalogue catalogue;
  @Inject private OperationAccess access;
  @Inject private Caller caller;
  @Inject private Pauses pauses;
  @Inject private MergePatchBody patches;
  @Inject private Audit audit;
  @Inject private Json json;
  @Context private UriInfo uri;
  @Context private HttpHeaders headers;

  /** The operations that the caller may use, in the order of their names. */
  @GET
  public Response list() {
    ObjectNode document = json.object();
    ArrayNode items = document.putArray("items");
    catalogue.all().stream()
        .filter(this::isAllowed)
        .forEach(operation -> items.add(describe(operation)));
    return answer(document);
  }

  @GET
  @Path("/{name}")
  public Response one(@PathParam("name") String name) {
    return catalogue
        .find(name)
        .filter(this::isAllowed)
        .map(operation -> answer(describe(operation)))
        .orElseThrow(OperationResource::unknown);
  }

  /**
   * Pauses an operation for all callers, or ends its pause. An operator may do so with each
   * operation that is offered, also with one that it may not use itself.
   */
  @PATCH
  @Path("/{name}")
  public Response change(@PathParam("name") String name, InputStream body) throws IOException {
    if (!caller.operates()) {
      audit.operationDenied(name);
      throw new Problem(ProblemType.FORBIDDEN, "operations are paused by the group operator");
    }
    MergePatchBody.OperationPatch patch = patches.operation(body, headers.getMediaType());
    OfferedOperation operation = catalogue.find(name).orElseThrow(OperationResource::unknown);
    RequestFields.requireNoTags(headers);
    change(name, patch);
    return answer(describe(operation));
  }

  private void change(String name, MergePatchBody.OperationPatch patch) {
    boolean pauses = patch.paused().orElse(false);
    boolean removesReason = patch.reason().equals(Optional.of(Optional.empty()));
    if (patch.paused().isPresent() && !pauses) {
      if (this.pauses.resume(name)) {
        audit.changed(Audit.Event.OPERATION_RESUMED, "operation", name);
      }
      return;
    }
    boolean changed = false;
    if (pauses) {
      changed = this.pauses.pause(name, patch.reason().flatMap(reason -> reason));
    }
    if (removesReason || !pauses && patch.reason().isPresent()) {
      boolean explained = this.pauses.explain(name, patch.reason().flatMap(reason -> reason));
      if (!explained && !removesReason) {
        throw new Problem(
            ProblemType.WRONG_STATE, "a reason goes with a pause, and the operation is not paused");
      }
      changed |= explained;
    }
    if (changed) {
      audit.changed(Audit.Event.OPERATION_PAUSED, "operation", name);
    }
  }

  private static Problem unknown() {
    return new Problem(ProblemType.UNKNOWN_OPERATION, "there is no operation of this name");
  }

  /** A pause may begin at any time. */
  private Response answer(ObjectNode document) {
    return Response.ok(json.write(document))
        .header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED)
        .build();
  }

  private boolean isAllowed(OfferedOperation operation) {
    return access.allows(operation.name(), caller.memberships());
  }

  private ObjectNode describe(OfferedOperation operation) {
    ObjectNode entry =
        json.object()
            .put("name", operation.name())
            .put("title", operation.title())
            .put("description", operation.description());
    ArrayNode takes = entry.putArray("takes");
    operation.takes().forEach(takes::add);
    entry.put("fileRequired", operation.takesFile() && operation.fileRequired());
    ArrayNode yields = entry.putArray("yields");
    operation.yields().forEach(yields::add);
    entry.put("maxAttempts", operation.maxAttempts());
    entry.put("appendOnly", operation.appendOnly());
    entry.put("suspendable", operation.suspendable());
    entry.put("repeatable", operation.repeatable());
    Optional<Pause> pause = Optional.ofNullable(pauses.shown().get(operation.name()));
    entry.put("paused", pause.isPresent());
    pause.flatMap(Pause::reason).ifPresent(reason -> entry.put("reason", reason));
    entry.set("inputSchema", json.tree(operation.inputSchema()));
    entry.putObject("links").put("self", new Links(uri.getBaseUri()).operation(operation.name()));
    return entry;
  }
}

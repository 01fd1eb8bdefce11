package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.operation.catalogue.Catalogue;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.representation.Links;
import org.meanwhile.security.Caller;
import org.meanwhile.security.OperationAccess;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /operation}: the catalogue. */
@Path("/operation")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class OperationResource {
  @Inject private Catalogue catalogue;
  @Inject private OperationAccess access;
  @Inject private Caller caller;
  @Inject private Json json;
  @Context private UriInfo uri;

  /** The operations that the caller may use, in the order of their names. */
  @GET
  public Response list() {
    ObjectNode document = json.object();
    ArrayNode items = document.putArray("items");
    catalogue.all().stream()
        .filter(this::isAllowed)
        .forEach(operation -> items.add(describe(operation)));
    return Response.ok(json.write(document)).build();
  }

  @GET
  @Path("/{name}")
  public Response one(@PathParam("name") String name) {
    return catalogue
        .find(name)
        .filter(this::isAllowed)
        .map(operation -> Response.ok(json.write(describe(operation))).build())
        .orElseThrow(
            () -> new Problem(ProblemType.UNKNOWN_OPERATION, "there is no operation of this name"));
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
    entry.put("suspendable", operation.suspendable());
    entry.set("inputSchema", json.tree(operation.inputSchema()));
    entry.putObject("links").put("self", new Links(uri.getBaseUri()).operation(operation.name()));
    return entry;
  }
}

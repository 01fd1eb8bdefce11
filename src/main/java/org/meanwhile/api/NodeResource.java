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
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.json.Json;
import org.meanwhile.api.problem.Problem;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.api.request.MergePatchBody;
import org.meanwhile.api.request.RequestFields;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.run.NodeState;
import org.meanwhile.job.run.Nodes;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Audit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /node}: all nodes, and draining one. For operators, as the path says to the gate. */
@Path("/node")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class NodeResource {
  private static final int MAX_NODES = 200;

  @Inject private Nodes nodes;
  @Inject private MergePatchBody patches;
  @Inject private Json json;
  @Inject private Settings settings;
  @Inject private Audit audit;
  @Context private HttpHeaders headers;

  /** The nodes that are alive, then those that were a quarter of an hour ago. */
  @GET
  public Response list() {
    ObjectNode document = json.object();
    ArrayNode items = document.putArray("items");
    nodes.list(deadAfter(), MAX_NODES).forEach(node -> items.add(describe(node)));
    return answer(document);
  }

  /** Lets a node claim no more jobs, or again; its runs go on. */
  @PATCH
  @Path("/{node}")
  public Response change(@PathParam("node") String id, InputStream body) throws IOException {
    Optional<Boolean> draining = patches.node(body, headers.getMediaType());
    UUID node = JobId.parse(id).map(JobId::value).orElseThrow(NodeResource::unknown);
    NodeState before = find(node);
    RequestFields.requireNoTags(headers);
    if (draining.isPresent() && !nodes.drain(node, draining.get(), deadAfter())) {
      throw new Problem(ProblemType.WRONG_STATE, "the node is not alive");
    }
    if (draining.isPresent() && draining.get() != before.draining()) {
      audit.changed(
          draining.get() ? Audit.Event.NODE_DRAINED : Audit.Event.NODE_RESUMED, "node", node);
    }
    return answer(describe(find(node)));
  }

  private NodeState find(UUID node) {
    return nodes.find(node, deadAfter()).orElseThrow(NodeResource::unknown);
  }

  private static Problem unknown() {
    return new Problem(
        ProblemType.UNKNOWN_NODE, "there is no such node, or it has been dead for a week");
  }

  private Duration deadAfter() {
    return settings.get(JobSettings.DEAD_AFTER);
  }

  private ObjectNode describe(NodeState node) {
    ObjectNode entry = json.object().put("id", node.id().toString()).put("name", node.name());
    ArrayNode roles = entry.putArray("roles");
    node.roles().forEach(roles::add);
    return entry
        .put("slots", node.slots())
        .put("slotsInUse", node.slotsInUse())
        .put("startedAt", node.startedAt().toString())
        .put("seenAt", node.seenAt().toString())
        .put("alive", node.alive())
        .put("draining", node.draining());
  }

  private Response answer(ObjectNode document) {
    return Response.ok(json.write(document))
        .header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED)
        .build();
  }
}

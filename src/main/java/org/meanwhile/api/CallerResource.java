package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.meanwhile.api.answer.JobResponses;
import org.meanwhile.api.json.Json;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Caller;
import org.meanwhile.security.SecuritySettings;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /caller}: the name and the groups of the caller, so that a client can show them. */
@Path("/caller")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class CallerResource {
  @Inject private Caller caller;
  @Inject private Settings settings;
  @Inject private Json json;

  /** The caller of this request. */
  @GET
  public Response caller() {
    ObjectNode document =
        json.object()
            .put("name", caller.name())
            .put("mode", lowerCase(settings.get(SecuritySettings.MODE)));
    ArrayNode groups = document.putArray("groups");
    caller.groups().stream().sorted().forEach(group -> groups.add(lowerCase(group)));
    return Response.ok(json.write(document))
        .header(HttpHeaders.CACHE_CONTROL, JobResponses.POLLED)
        .build();
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

package org.meanwhile.bench.server;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;

/** Returns a constant: the cheapest answers of a JAX-RS resource. */
@Path("/constant")
public class BareResource {
  /** As long as the status document of an ended job. */
  private static final String ANSWER = "{\"constant\":\"" + "0123456789abcdef".repeat(48) + "\"}";

  @GET
  @Produces("application/json")
  public String constant() {
    return ANSWER;
  }

  /** Reads the body, and does nothing with it. */
  @POST
  @Consumes("application/json")
  @Produces("application/json")
  public Response accept(String body) {
    return Response.accepted(ANSWER).build();
  }
}

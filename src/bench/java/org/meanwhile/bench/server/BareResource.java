package org.meanwhile.bench.server;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Returns a constant: the cheapest answer of a JAX-RS resource. */
@Path("/constant")
public class BareResource {
  /** As long as the status document of an ended job. */
  private static final String ANSWER = "{\"constant\":\"" + "0123456789abcdef".repeat(48) + "\"}";

  @GET
  @Produces("application/json")
  public String constant() {
    return ANSWER;
  }
}

package org.meanwhile.bench.server;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** The cheapest answer that a JAX-RS resource of this server can give. */
@Path("/constant")
public class BareResource {
  /** As long as the status document of a job that ended. */
  private static final String ANSWER = "{\"constant\":\"" + "0123456789abcdef".repeat(48) + "\"}";

  /** The same, always. */
  @GET
  @Produces("application/json")
  public String constant() {
    return ANSWER;
  }
}

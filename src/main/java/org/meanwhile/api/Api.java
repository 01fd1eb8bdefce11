package org.meanwhile.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The JAX-RS application, at the root of the context. */
@ApplicationPath("/")
public class Api extends Application {

  @Override
  public Map<String, Object> getProperties() {
    return Map.of(
        "jersey.config.server.wadl.disableWadl",
        true,
        // Jersey would make a relative Location absolute, by the host that the request names.
        "jersey.config.server.headers.location.relative.resolution.disabled",
        true);
  }
}

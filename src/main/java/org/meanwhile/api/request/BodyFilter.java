package org.meanwhile.api.request;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/** Puts a {@link RequestBody} around each body, which bounds its time and its threads. */
@Provider
public class BodyFilter implements ContainerRequestFilter {
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  @Inject private RequestBodies bodies;

  @Override
  public void filter(ContainerRequestContext request) {
    if (WITH_BODY.contains(request.getMethod())) {
      request.setEntityStream(bodies.bounded(request.getEntityStream(), request.getLength()));
    }
  }
}

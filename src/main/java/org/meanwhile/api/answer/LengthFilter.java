package org.meanwhile.api.answer;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Says how long a body is that is all there. Left to itself the container sends a larger one in
 * chunks, and says to HEAD that it has no bytes at all.
 */
@Provider
public class LengthFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof byte[] body) {
      response.getHeaders().putSingle(HttpHeaders.CONTENT_LENGTH, body.length);
    }
  }
}

package org.meanwhile.api.answer;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.meanwhile.api.http.Prefer;

/**
 * Adds {@code Vary: Prefer}: another {@code Prefer} may get another response (RFC 7240, section 2).
 * Responses that were not held have it as well.
 */
@Provider
@LongPollable
public class VaryFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().add(HttpHeaders.VARY, Prefer.FIELD);
  }
}

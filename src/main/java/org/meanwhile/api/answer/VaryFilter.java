package org.meanwhile.api.answer;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.meanwhile.api.http.Prefer;

/**
 * Says of each answer that another {@code Prefer} may get another one (RFC 7240, section 2),
 * whether or not it was held.
 */
@Provider
@LongPollable
public class VaryFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().add(HttpHeaders.VARY, Prefer.FIELD);
  }
}

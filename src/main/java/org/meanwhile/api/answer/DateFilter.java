package org.meanwhile.api.answer;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.meanwhile.api.http.DateHeader;

/**
 * Says when an answer was made, which {@code SecurityHeaders} has said of its request: an answer
 * may be held for a minute.
 */
@Provider
public class DateFilter implements ContainerResponseFilter {
  @Inject private DateHeader date;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().putSingle(HttpHeaders.DATE, date.now());
  }
}

package org.meanwhile.api.answer;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.meanwhile.api.http.DateHeader;

/**
 * Sets {@code Date} to the time of the response. {@code CommonHeaders} has set it to the time of
 * the request, which is a minute earlier when the response was held.
 */
@Provider
public class DateFilter implements ContainerResponseFilter {
  @Inject private DateHeader date;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().putSingle(HttpHeaders.DATE, date.now());
  }
}

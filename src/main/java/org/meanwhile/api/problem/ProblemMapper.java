package org.meanwhile.api.problem;

import jakarta.inject.Inject;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Makes a response of everything that resources throw, as {@link ProblemResponses} says. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  @Context private UriInfo uri;
  @Context private Request request;
  @Inject private ProblemResponses problems;

  @Override
  public Response toResponse(Throwable thrown) {
    return problems.of(thrown, request.getMethod(), uri.getRequestUri().getRawPath());
  }
}

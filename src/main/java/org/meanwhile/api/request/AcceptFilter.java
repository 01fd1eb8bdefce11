package org.meanwhile.api.request;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meanwhile.api.http.Accept;

/**
 * Takes {@code Accept} away from JAX-RS, which answers 406 where nothing is negotiated: for HEAD,
 * for answers without a body, and for clients that name {@code application/problem+json} only.
 * {@link AcceptCheck} decides instead, once the method is known.
 */
@Provider
@PreMatching
public class AcceptFilter implements ContainerRequestFilter {
  public static final String ACCEPT = Accept.class.getName();

  private static final Set<String> WITHOUT_BODY = Set.of(HttpMethod.HEAD, HttpMethod.OPTIONS);

  /**
   * Returns the media types that the request accepts.
   *
   * @param property of the request, or attribute of the servlet's, with the name {@link #ACCEPT};
   *     null, of HEAD and OPTIONS, accepts everything
   */
  public static Accept accept(@Nullable Object property) {
    return property instanceof Accept accept ? accept : Accept.of(null);
  }

  @Override
  public void filter(ContainerRequestContext request) {
    // Once it has found the method, JAX-RS says GET of a HEAD.
    if (!WITHOUT_BODY.contains(request.getMethod())) {
      request.setProperty(ACCEPT, Accept.of(request.getHeaders().get(HttpHeaders.ACCEPT)));
    }
    request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.WILDCARD);
  }
}

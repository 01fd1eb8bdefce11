package org.meanwhile.api.request;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import org.meanwhile.representation.Links;

/**
 * Replaces the base of a request's URI by the public address that {@code gate} has found, so that
 * everything made of the URI is as the client knows it: links, the next page of a list, the
 * instance of a problem. In a servlet container, the properties of a request are the attributes of
 * the servlet request.
 */
@Provider
@PreMatching
public class PublicAddressFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    if (!(request.getProperty(Links.BASE_PROPERTY) instanceof URI root)) {
      return;
    }
    URI base = request.getUriInfo().getBaseUri();
    URI uri = request.getUriInfo().getRequestUri();
    String path = uri.getRawPath();
    if (path.startsWith(base.getRawPath())) {
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      String below = path.substring(base.getRawPath().length());
      request.setRequestUri(root, URI.create(root + below + query));
    }
  }
}

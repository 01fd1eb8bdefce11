package org.meanwhile.api.request;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import org.meanwhile.api.http.Authority;
import org.meanwhile.api.http.Forwarded;
import org.meanwhile.platform.Settings;

/**
 * Replaces scheme, host and port of a request's URI by those that the client used, when {@code
 * meanwhile.proxy} is true. Otherwise any client could set the forwarding fields, so they are
 * ignored.
 */
@Provider
@PreMatching
public class ProxyFilter implements ContainerRequestFilter {
  @Inject private Settings settings;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!settings.get(RequestSettings.PROXY)) {
      return;
    }
    URI base = request.getUriInfo().getBaseUri();
    URI uri = request.getUriInfo().getRequestUri();
    Forwarded forwarded = Forwarded.of(request.getHeaders()::get);
    // Always present: UriStep refuses requests without a well-formed authority.
    Authority.parse(base.getRawAuthority())
        .map(authority -> forwarded.origin(base.getScheme(), authority))
        .ifPresent(
            origin -> request.setRequestUri(withOrigin(base, origin), withOrigin(uri, origin)));
  }

  private static URI withOrigin(URI uri, String origin) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create(origin + uri.getRawPath() + query);
  }
}

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
 * Gives a request the URI that the client asked for, when this node is told that it stands behind a
 * proxy. Unless it is told, what a request says of proxies is anybody's word, and is not looked at.
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
    URI asked = request.getUriInfo().getRequestUri();
    Forwarded told = Forwarded.of(request.getHeaders()::get);
    // Empty for no request that UriFilter let pass.
    Authority.parse(base.getRawAuthority())
        .map(here -> told.origin(base.getScheme(), here))
        .ifPresent(origin -> request.setRequestUri(moved(base, origin), moved(asked, origin)));
  }

  private static URI moved(URI uri, String origin) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create(origin + uri.getRawPath() + query);
  }
}

package org.meanwhile.api.gate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Collections;
import java.util.Optional;
import org.meanwhile.api.http.Forwarded;
import org.meanwhile.platform.Authority;
import org.meanwhile.platform.Settings;
import org.meanwhile.representation.LinkSettings;

/**
 * The address by which clients know this application: {@code meanwhile.url}; else, behind a proxy,
 * what the proxy tells; else what the request names. Safe for use by many threads.
 */
@ApplicationScoped
public class PublicAddress {
  @Inject private Settings settings;

  /** Whether the public address may differ from the address that the request names. */
  public boolean isConfigured() {
    return settings.get(LinkSettings.PROXY) || settings.get(LinkSettings.URL).isPresent();
  }

  /**
   * The root of the application, with a slash at its end.
   *
   * @return empty when only the request names it, and not by a well-formed host and context root
   */
  public Optional<URI> root(HttpServletRequest request) {
    return settings.get(LinkSettings.URL).or(() -> requestedRoot(request));
  }

  private Optional<URI> requestedRoot(HttpServletRequest request) {
    Optional<Authority> authority = Authority.parse(host(request) + ":" + request.getServerPort());
    String context = request.getContextPath();
    if (!settings.get(LinkSettings.PROXY)) {
      String scheme = request.getScheme();
      return authority.map(to -> URI.create(scheme + "://" + to.in(scheme) + context + "/"));
    }
    Forwarded told = Forwarded.of(name -> Collections.list(request.getHeaders(name)));
    return authority.map(
        to -> URI.create(told.origin(request.getScheme(), to) + told.root(context) + "/"));
  }

  /** The path of the request as its client knows it, percent-encoded as it was sent. */
  public String path(HttpServletRequest request, String sentPath) {
    String context = request.getContextPath();
    if (!isConfigured() || !sentPath.startsWith(context + "/")) {
      return sentPath;
    }
    return root(request)
        .map(root -> root.getRawPath() + sentPath.substring(context.length() + 1))
        .orElse(sentPath);
  }

  /** The host that the request names, in brackets when it is an IPv6 address. */
  static String host(HttpServletRequest request) {
    String server = request.getServerName();
    return server.indexOf(':') < 0 || server.startsWith("[") ? server : "[" + server + "]";
  }
}

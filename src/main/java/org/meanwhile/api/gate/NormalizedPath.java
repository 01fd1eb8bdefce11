package org.meanwhile.api.gate;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.meanwhile.api.http.UriPath;

/**
 * A request whose path has no percent-encoded letters, digits or the like ({@link
 * UriPath#normalized}). The container decodes them to find a servlet, and JAX-RS would not when it
 * looks for a resource.
 */
final class NormalizedPath extends HttpServletRequestWrapper {
  private final String path;

  private NormalizedPath(HttpServletRequest request, String path) {
    super(request);
    this.path = path;
  }

  /** The request itself when its path is normal already, as nearly all are. */
  static HttpServletRequest of(HttpServletRequest request) {
    String sent = request.getRequestURI();
    String path = UriPath.normalized(sent);
    return path.equals(sent) ? request : new NormalizedPath(request, path);
  }

  @Override
  public String getRequestURI() {
    return path;
  }

  @Override
  public StringBuffer getRequestURL() {
    StringBuffer url = super.getRequestURL();
    url.setLength(url.length() - super.getRequestURI().length());
    return url.append(path);
  }
}

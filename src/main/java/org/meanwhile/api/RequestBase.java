package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.meanwhile.representation.Links;

/**
 * What the links in the answer to a servlet request begin with: the public address that {@code
 * gate} has found, or else what the request names, as JAX-RS has it. Safe for many threads.
 */
@ApplicationScoped
public class RequestBase {
  /** Most requests name the same base as the one before, and parsing it costs more than this. */
  private volatile Parsed last = new Parsed("", URI.create(""));

  private record Parsed(String text, URI uri) {}

  /** The root of the application, with a slash at its end. */
  public URI of(HttpServletRequest request) {
    if (request.getAttribute(Links.BASE_PROPERTY) instanceof URI root) {
      return root;
    }
    StringBuffer url = request.getRequestURL();
    url.setLength(url.length() - request.getRequestURI().length());
    String text = url.append(request.getContextPath()).append('/').toString();
    Parsed parsed = last;
    if (!parsed.text().equals(text)) {
      parsed = new Parsed(text, URI.create(text));
      last = parsed;
    }
    return parsed.uri();
  }
}

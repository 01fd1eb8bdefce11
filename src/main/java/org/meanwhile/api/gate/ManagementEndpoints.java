package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Leaves reading as all that can be done with what the server itself answers, {@code /health},
 * {@code /metrics} and {@code /openapi}. By itself it takes every method for reading, or says to
 * OPTIONS what it is made of, and it would send a TRACE back with what a proxy has added to it (RFC
 * 9110, section 9.3.8). Below {@code /openapi} it would tell of itself.
 */
@Dependent
public class ManagementEndpoints implements RequestStep {
  private static final Pattern PATHS = Pattern.compile("/(health|metrics|openapi)(/.*)?");

  private static final Pattern BELOW_OPENAPI = Pattern.compile("/openapi/.+");

  /** The server has no HEAD there. */
  private static final String METRICS = "/metrics";

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (!isOne(request)) {
      next.doFilter(request, response);
      return;
    }
    if (BELOW_OPENAPI.matcher(path(request)).matches()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    String allowed =
        request.getServletPath().startsWith(METRICS) ? "GET, OPTIONS" : "GET, HEAD, OPTIONS";
    if (request.getMethod().equals("OPTIONS")) {
      response.setHeader("Allow", allowed);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else if (Arrays.asList(allowed.split(", ")).contains(request.getMethod())) {
      next.doFilter(new WithoutContent(request), response);
    } else {
      response.setHeader("Allow", allowed);
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }
  }

  /** Who reads sends nothing: what it says of its content, the server might stumble over. */
  private static final class WithoutContent extends HttpServletRequestWrapper {
    private static final String TYPE = "Content-Type";

    private WithoutContent(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getContentType() {
      return null;
    }

    @Override
    public String getHeader(String name) {
      return name.equalsIgnoreCase(TYPE) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase(TYPE) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      return Collections.enumeration(
          Collections.list(super.getHeaderNames()).stream()
              .filter(name -> !name.equalsIgnoreCase(TYPE))
              .toList());
    }
  }

  /** Whether the path, as the container reads it, is one of the server's own. */
  static boolean isOne(HttpServletRequest request) {
    return PATHS.matcher(path(request)).matches();
  }

  private static String path(HttpServletRequest request) {
    return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
  }
}

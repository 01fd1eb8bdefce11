package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.regex.Pattern;

/**
 * Restricts the endpoints that the server itself answers, {@code /health}, {@code /metrics} and
 * {@code /openapi}, to reading. By itself the server takes every method as GET, names its product
 * in the response to OPTIONS, and answers TRACE with the fields that a proxy has added (RFC 9110,
 * section 9.3.8). Paths below {@code /openapi} would tell about the server, so they are 404.
 */
@Dependent
public class ManagementEndpoints implements RequestStep {
  private static final Pattern PATHS = Pattern.compile("/(health|metrics|openapi)(/.*)?");

  private static final Pattern HEALTH = Pattern.compile("/health(/.*)?");

  private static final Pattern BELOW_OPENAPI = Pattern.compile("/openapi/.+");

  /** Most requests have such a path: they are told by less than a pattern. */
  private static final String JOBS = "/job";

  private static final String METRICS = "/metrics";

  private static final String ALLOWED = "GET, HEAD, OPTIONS";

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
    if (request.getMethod().equals("OPTIONS")) {
      response.setHeader("Allow", ALLOWED);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
      if (isHealth(request)) {
        // Open to everybody: without this, one connection could ask for it without end.
        response.setHeader("Connection", "close");
      }
      next.doFilter(new WithoutContent(request), response);
    } else {
      response.setHeader("Allow", ALLOWED);
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    }
  }

  /**
   * Hides {@code Content-Type}: the server fails on some values, although it reads no content. Says
   * GET for HEAD of the metrics, which the server would refuse; the connector sends no content in
   * response to HEAD, whatever is written.
   */
  private static final class WithoutContent extends HttpServletRequestWrapper {
    private static final String TYPE = "Content-Type";

    private WithoutContent(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getMethod() {
      return getServletPath().startsWith(METRICS) ? "GET" : super.getMethod();
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

  /** Whether the path, as the container decodes it, is one of these endpoints. */
  static boolean isOne(HttpServletRequest request) {
    String path = path(request);
    return !path.startsWith(JOBS) && PATHS.matcher(path).matches();
  }

  /**
   * Whether the request asks for the node's health. Its answer is small, and no limit refuses it:
   * an orchestrator that does not get it restarts the node.
   */
  static boolean isHealth(HttpServletRequest request) {
    String path = path(request);
    return !path.startsWith(JOBS) && HEALTH.matcher(path).matches();
  }

  private static String path(HttpServletRequest request) {
    String info = request.getPathInfo();
    return info == null ? request.getServletPath() : request.getServletPath() + info;
  }
}

package org.meanwhile.api.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;

/**
 * What the default servlet does not do by itself: a directory's {@code index.html}, only the
 * methods that a page has, and the headers that keep a page to itself.
 */
public class PageFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final String ALLOW = "GET, HEAD, OPTIONS";

  /**
   * Nothing from other hosts, nothing inline. Swagger UI draws icons from {@code data:} and shows
   * downloaded outputs from {@code blob:}.
   */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data: blob:; media-src blob:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    var path = request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    response.setHeader("Cache-Control", cacheControl(path));
    switch (request.getMethod()) {
      case "GET", "HEAD" -> deliver(path, request, response, next);
      case "OPTIONS" -> {
        response.setHeader("Allow", ALLOW);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      }
      default -> {
        response.setHeader("Allow", ALLOW);
        response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      }
    }
  }

  private static void deliver(
      String path, HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (path.equals("/swagger-ui")) {
      // With the slash, or the page's relative links point beside it.
      // Relative, so that it holds behind any proxy; sendRedirect would make it absolute.
      response.setStatus(HttpServletResponse.SC_FOUND);
      response.setHeader("Location", request.getContextPath() + "/swagger-ui/");
    } else if (!path.endsWith("/")) {
      next.doFilter(request, response);
    } else if (request.getServletContext().getResource(path + "index.html") != null) {
      // To HEAD the container would say Latin-1.
      response.setCharacterEncoding("UTF-8");
      request.getRequestDispatcher(path + "index.html").forward(request, response);
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  /** A webjar's path holds its version, so what is there never changes. */
  private static String cacheControl(String path) {
    return path.startsWith("/webjars/") ? "public, max-age=31536000, immutable" : "no-cache";
  }
}

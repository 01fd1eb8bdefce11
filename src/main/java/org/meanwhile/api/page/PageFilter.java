package org.meanwhile.api.page;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.jwt.SignInClient;

/**
 * Adds to the container's default servlet what it does not do by itself: serves a directory's
 * {@code index.html}, refuses methods that a page does not have, and sets the headers that isolate
 * a page from other sites.
 */
public class PageFilter extends HttpFilter {

  private static final long serialVersionUID = 1L;

  private static final String ALLOW = "GET, HEAD, OPTIONS";

  /**
   * Allows nothing from other hosts and nothing inline. Swagger UI draws icons from {@code data:}
   * and shows downloaded outputs from {@code blob:}.
   */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'%s;"
          + " img-src 'self' data: blob:; media-src blob:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Set<String> CONSOLE = Set.of("/", "/index.html");

  @Inject private transient Settings settings;
  private transient String policy;
  private transient String consolePolicy;

  /** The console alone also speaks to the issuer where people sign in, if there is one. */
  @Override
  public void init() {
    policy = CONTENT_SECURITY_POLICY.formatted("");
    String issuer = SignInClient.of(settings).map(client -> " " + client.origin()).orElse("");
    consolePolicy = CONTENT_SECURITY_POLICY.formatted(issuer);
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    String path = request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    response.setHeader("Content-Security-Policy", CONSOLE.contains(path) ? consolePolicy : policy);
    response.setHeader("Cache-Control", cacheControl(path));
    switch (request.getMethod()) {
      case "GET", "HEAD" -> serve(path, request, response, next);
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

  private static void serve(
      String path, HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (path.equals("/swagger-ui")) {
      // The page's relative links need the slash. The redirect is relative, and without a path from
      // the root, so that it works behind any proxy; sendRedirect would make it absolute.
      response.setStatus(HttpServletResponse.SC_FOUND);
      response.setHeader("Location", "swagger-ui/");
    } else if (!path.endsWith("/")) {
      next.doFilter(request, response);
    } else if (request.getServletContext().getResource(path + "index.html") != null) {
      // The container would answer HEAD with Latin-1.
      response.setCharacterEncoding("UTF-8");
      request.getRequestDispatcher(path + "index.html").forward(request, response);
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  /** The path of a webjar has its version, so its content never changes. */
  private static String cacheControl(String path) {
    return path.startsWith("/webjars/") ? "public, max-age=31536000, immutable" : "no-cache";
  }
}

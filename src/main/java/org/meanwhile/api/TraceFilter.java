package org.meanwhile.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Refuses TRACE (RFC 9110, section 9.3.8) where the server's own servlets would answer it: what a
 * proxy has added to a request is not its client's to see. Everywhere else no resource has it.
 *
 * <p>After it, and after CONNECT, the connection is closed. They have no content, so the connector
 * does not look for any, and takes what is sent behind them for the next request, which a proxy in
 * front did not see. By itself it would refuse TRACE without that: {@code
 * payara-config/pre-boot.txt} lets it through to here.
 */
public class TraceFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final Set<String> WITHOUT_CONTENT = Set.of("TRACE", "CONNECT");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (WITHOUT_CONTENT.contains(request.getMethod())) {
      response.setHeader("Connection", "close");
    }
    if (request.getMethod().equals("TRACE") && isOfServer(request.getServletPath())) {
      response.setHeader("Allow", "GET, HEAD, OPTIONS");
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else {
      next.doFilter(request, response);
    }
  }

  private static boolean isOfServer(String path) {
    return path.startsWith("/health") || path.startsWith("/metrics");
  }
}

package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers {@code OPTIONS *}, which asks about the server as a whole (RFC 9110, section 9.3.7), by
 * 204. Whoever sends it wants to know that the server is there, so it needs no token.
 */
@Dependent
public class ServerOptionsStep implements RequestStep {
  /** The methods that any resource has. */
  private static final String ALLOWED = "GET, HEAD, POST, PUT, DELETE, OPTIONS";

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (request.getMethod().equals("OPTIONS") && request.getRequestURI().equals("*")) {
      response.setHeader("Allow", ALLOWED);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else {
      next.doFilter(request, response);
    }
  }
}

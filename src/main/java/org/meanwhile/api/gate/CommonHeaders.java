package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.meanwhile.api.http.DateHeader;

/**
 * The fields that every response has: {@code Date} (RFC 9110, section 6.6.1), and those that keep a
 * browser from guessing media types, running scripts, showing the response in another site's frame,
 * and sending a {@code Referer}. What sets its own values later, such as {@code PageFilter},
 * replaces these.
 */
@Dependent
public class CommonHeaders implements RequestStep {
  @Inject private DateHeader date;

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    set(response);
    next.doFilter(request, response);
  }

  void set(HttpServletResponse response) {
    response.setHeader("Date", date.now());
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  }
}

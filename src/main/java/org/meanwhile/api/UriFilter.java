package org.meanwhile.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Refuses URIs with broken percent-encoding (RFC 3986, section 2.1). Some of them reach JAX-RS and
 * fail there before any resource or mapper is asked, with an empty 200.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class UriFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final Pattern BROKEN = Pattern.compile("%(?!\\p{XDigit}{2})");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (broken(request.getRequestURI()) || broken(request.getQueryString())) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    } else {
      next.doFilter(request, response);
    }
  }

  private static boolean broken(String text) {
    return text != null && text.indexOf('%') >= 0 && BROKEN.matcher(text).find();
  }
}

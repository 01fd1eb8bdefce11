package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.meanwhile.api.problem.ProblemType;

/**
 * Refuses URIs of more than {@value #MAX_URI} octets (RFC 9110, section 15.5.15; section 4.1 asks
 * for as many) and header fields of more than {@value #MAX_FIELDS} in all (RFC 6585, section 5).
 *
 * <p>The connector must take more than that, see {@code payara-config/pre-boot.txt}: what it does
 * not take it answers by itself, with an empty 400.
 */
@Dependent
public class HeaderLimitsStep implements RequestStep {
  static final int MAX_URI = 8000;
  static final int MAX_FIELDS = 16_384;

  /** A colon, a space, and the end of the line. */
  private static final int BETWEEN = 4;

  private static final int URI_TOO_LONG = ProblemType.URI_TOO_LONG.status();
  private static final int FIELDS_TOO_LARGE = ProblemType.REQUEST_HEADER_FIELDS_TOO_LARGE.status();

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (uri(request) > MAX_URI) {
      response.sendError(URI_TOO_LONG);
    } else if (fields(request) > MAX_FIELDS) {
      response.sendError(FIELDS_TOO_LARGE);
    } else {
      next.doFilter(request, response);
    }
  }

  private static int uri(HttpServletRequest request) {
    String query = request.getQueryString();
    return request.getRequestURI().length() + (query == null ? 0 : query.length() + 1);
  }

  private static int fields(HttpServletRequest request) {
    int octets = 0;
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        octets += name.length() + value.length() + BETWEEN;
      }
    }
    return octets;
  }
}

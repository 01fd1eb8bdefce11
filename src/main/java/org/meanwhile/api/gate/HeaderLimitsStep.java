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
 * Answers 414 to URIs of more than {@value #MAX_URI} octets (RFC 9110, section 15.5.15; section 4.1
 * recommends to take as many), and 431 to header fields of more than {@value #MAX_FIELDS} octets in
 * all (RFC 6585, section 5).
 *
 * <p>The connector's limits are higher, see {@code payara-config/pre-boot.txt}: beyond them it
 * answers an empty 400 by itself.
 */
@Dependent
public class HeaderLimitsStep implements RequestStep {
  static final int MAX_URI = 8000;
  static final int MAX_FIELDS = 16_384;

  /** A colon, a space, and the two octets of the line end. */
  private static final int FIELD_OVERHEAD = 4;

  private static final int URI_TOO_LONG = ProblemType.URI_TOO_LONG.status();
  private static final int FIELDS_TOO_LARGE = ProblemType.REQUEST_HEADER_FIELDS_TOO_LARGE.status();

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (uriOctets(request) > MAX_URI) {
      response.sendError(URI_TOO_LONG);
    } else if (fieldOctets(request) > MAX_FIELDS) {
      response.sendError(FIELDS_TOO_LARGE);
    } else {
      next.doFilter(request, response);
    }
  }

  private static int uriOctets(HttpServletRequest request) {
    String query = request.getQueryString();
    return request.getRequestURI().length() + (query == null ? 0 : query.length() + 1);
  }

  private static int fieldOctets(HttpServletRequest request) {
    int octets = 0;
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        octets += name.length() + value.length() + FIELD_OVERHEAD;
      }
    }
    return octets;
  }
}

package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.meanwhile.api.problem.ProblemType;

/**
 * Makes sure that a request ends where its sender, and every proxy on the way, says that it does
 * (RFC 9112, section 6). Else its body is lost, and read as the next request, which no proxy saw.
 *
 * <p>The connector takes a body in a transfer coding that it does not know for none, so that such a
 * request is refused, and the connection closed. Nor does it know {@code chunked} on a folded line,
 * whose blank it leaves there (section 5.2), nor an empty field. So it is after TRACE and CONNECT:
 * these have no content, so the connector does not look for any. By itself it would refuse TRACE
 * without that: {@code payara-config/pre-boot.txt} lets it through to here.
 *
 * <p>Of a length that stands before {@code Transfer-Encoding: chunked} the connector tells nobody.
 * It follows the chunks, as it has to; but what a proxy that follows the length would take for the
 * next request must not be sent over this connection any more (section 6.1). As nobody can tell
 * such a request from an honest one, the connection is closed after each that comes in chunks.
 */
@Dependent
public class FramingStep implements RequestStep {
  private static final Set<String> WITHOUT_CONTENT = Set.of("TRACE", "CONNECT");

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    List<String> codings = Collections.list(request.getHeaders("Transfer-Encoding"));
    boolean readable = codings.isEmpty() || isReadable(codings, request.getProtocol());
    if (!codings.isEmpty() || WITHOUT_CONTENT.contains(request.getMethod())) {
      response.setHeader("Connection", "close");
    }
    if (readable) {
      next.doFilter(request, response);
    } else {
      ContainerErrors.send(
          ProblemType.MALFORMED_REQUEST,
          "the only transfer coding that a body may have is chunked, in HTTP/1.1",
          request,
          response);
    }
  }

  /**
   * HTTP/1.0 has no chunks, so that whoever has sent some there may mean anything (section 6.1).
   * What stands before the coding is of a folded line; what stands behind it, the connector passes.
   */
  private static boolean isReadable(List<String> codings, String protocol) {
    return codings.size() == 1
        && codings.get(0).stripTrailing().equalsIgnoreCase("chunked")
        && !protocol.equals("HTTP/1.0");
  }
}

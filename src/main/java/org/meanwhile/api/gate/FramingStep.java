package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
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
 * Against request smuggling: a request must end where its sender and every proxy on the way believe
 * that it ends (RFC 9112, section 6). Else its body is read as the next request, which no proxy has
 * seen.
 *
 * <p>A body in another transfer coding than {@code chunked} is refused, and its connection closed:
 * the connector does not know other codings, and reads no body at all. The same holds for {@code
 * chunked} on a folded line, whose leading blank the connector keeps (section 5.2), and for an
 * empty field.
 *
 * <p>The connection is closed after TRACE and CONNECT, because the connector does not look for
 * content of these methods. By itself it would refuse TRACE and keep the connection; {@code
 * payara-config/pre-boot.txt} makes it pass TRACE to this step.
 *
 * <p>The connection is closed after each request in chunks. The connector hides a {@code
 * Content-Length} that stands before {@code Transfer-Encoding: chunked}. It follows the chunks, as
 * it must, but a proxy that follows the length would see another next request, so the connection
 * must not be used any more (section 6.1). Such a request looks like an honest one here.
 */
@Dependent
public class FramingStep implements RequestStep {
  private static final Set<String> WITHOUT_CONTENT = Set.of("TRACE", "CONNECT");

  @Inject private ProblemWriter problems;

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
      problems.write(
          ProblemType.MALFORMED_REQUEST,
          "the only transfer coding that a body may have is chunked, in HTTP/1.1",
          request,
          response);
    }
  }

  /**
   * HTTP/1.0 has no chunks: a sender of chunks there is not to be trusted (section 6.1). A blank
   * before the coding comes from a folded line; the connector ignores blanks behind it.
   */
  private static boolean isReadable(List<String> codings, String protocol) {
    return codings.size() == 1
        && codings.get(0).stripTrailing().equalsIgnoreCase("chunked")
        && !protocol.equals("HTTP/1.0");
  }
}

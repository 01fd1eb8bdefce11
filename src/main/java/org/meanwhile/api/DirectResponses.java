package org.meanwhile.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.meanwhile.api.gate.PublicAddress;
import org.meanwhile.api.http.Accept;
import org.meanwhile.api.http.Prefer;
import org.meanwhile.api.problem.ProblemResponses;
import org.meanwhile.platform.Spans;

/**
 * Serves {@link PollStep} and {@link SubmitStep}, which answer the most frequent requests without
 * JAX-RS: decides which requests they may take, and sends their responses. Safe for many threads.
 *
 * <p>With tracing on, JAX-RS answers everything: the server makes its spans there.
 */
@ApplicationScoped
public class DirectResponses {
  @Inject private ProblemResponses problems;
  @Inject private PublicAddress address;
  @Inject private Spans spans;

  /**
   * Whether nothing in a request needs what JAX-RS and the filters of {@code api.request} do beside
   * the fields that the step reads itself.
   */
  public boolean mayAnswer(String method, HttpServletRequest request) {
    return request.getMethod().equals(method)
        && !spans.isOn()
        && request.getHeader(Prefer.FIELD) == null
        && request.getHeader(HttpHeaders.IF_MATCH) == null
        && request.getHeader(HttpHeaders.CONTENT_ENCODING) == null
        && Accept.of(lines(request, HttpHeaders.ACCEPT)).accepts(MediaType.APPLICATION_JSON);
  }

  /** All lines of a header field; empty when there is none. */
  static List<String> lines(HttpServletRequest request, String field) {
    return Collections.list(request.getHeaders(field));
  }

  /** What the call returns, or the problem that it throws. */
  public Response answer(Callable<Response> call, HttpServletRequest request) {
    try {
      return call.call();
    } catch (Exception e) {
      String path = address.path(request, request.getRequestURI());
      return problems.of(e, request.getMethod(), path);
    }
  }

  /** Sends a response as the filters of {@code api.answer} let it leave. */
  static void send(Response from, HttpServletResponse to) throws IOException {
    to.setStatus(from.getStatus());
    from.getHeaders()
        .forEach((name, values) -> values.forEach(value -> to.setHeader(name, value.toString())));
    to.addHeader(HttpHeaders.VARY, Prefer.FIELD);
    if (from.getEntity() instanceof byte[] body) {
      to.setContentLength(body.length);
      to.getOutputStream().write(body);
    }
  }
}

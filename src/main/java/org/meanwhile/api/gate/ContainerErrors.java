package org.meanwhile.api.gate;

import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The container's error page: {@code web.xml} names this servlet for every error that the container
 * finds before or beside JAX-RS. The response is a problem (RFC 9457).
 *
 * <p>A request that did not pass the {@link RequestPipeline} may be framed in any way, since no
 * {@link FramingStep} has looked at it. Its connection is closed after the response, so that
 * nothing behind the request is read as the next one.
 *
 * <p>What is refused behind the pipeline's first step does not come here: {@link ClientAborts}
 * answers it.
 */
@WebServlet("/container-errors")
public class ContainerErrors extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Inject private transient CommonHeaders commonHeaders;
  @Inject private transient ConnectionStep connections;
  @Inject private transient StatusProblems problems;

  /** Serves every method: an error page is called with the method of the request that failed. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    Integer errorStatus = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    // A request for this very path has no error, and is answered as any unknown path.
    int status = errorStatus == null ? HttpServletResponse.SC_NOT_FOUND : errorStatus;
    if (!RequestPipeline.passed(request)) {
      commonHeaders.set(response);
      response.setHeader("Connection", "close");
      connections.end(request);
    } else if (ConnectionStep.closes(status)) {
      connections.end(request);
    }
    Throwable cause = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    problems.write(status, cause, request, response);
  }
}

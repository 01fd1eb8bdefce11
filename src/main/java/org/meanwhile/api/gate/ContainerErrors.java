package org.meanwhile.api.gate;

import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.UUID;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.platform.CauseChain;
import org.meanwhile.platform.SafeLogText;

/**
 * The container's error page: {@code web.xml} names this servlet for every error that the container
 * finds before or beside JAX-RS. The response is a problem (RFC 9457).
 *
 * <p>A request that did not pass the {@link RequestPipeline} may be framed in any way, since no
 * {@link FramingStep} has looked at it. Its connection is closed after the response, so that
 * nothing behind the request is read as the next one.
 *
 * <p>The response contains only the status and the path of what the container knows: its message
 * and its exception may name classes.
 */
@WebServlet("/container-errors")
public class ContainerErrors extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final System.Logger LOG = System.getLogger(ContainerErrors.class.getName());

  @Inject private transient CommonHeaders commonHeaders;
  @Inject private transient ProblemWriter problems;

  /** Serves every method: an error page is called with the method of the request that failed. */
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    Integer errorStatus = (Integer) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    // A request for this very path has no error, and is answered as any unknown path.
    int status = errorStatus == null ? HttpServletResponse.SC_NOT_FOUND : errorStatus;
    Optional<ProblemType> type = ProblemType.ofStatus(status);
    Optional<UUID> failure = isFault(status) ? Optional.of(UUID.randomUUID()) : Optional.empty();
    if (!RequestPipeline.passed(request)) {
      commonHeaders.set(response);
      response.setHeader("Connection", "close");
    }
    Throwable cause = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    try {
      problems.write(
          status,
          type.map(ProblemType::uri).orElse("about:blank"),
          type.map(ProblemType::title).orElse("Error"),
          failure
              .map(id -> "the server failed; its log has it as " + id)
              .orElseGet(() -> detail(status, response)),
          request,
          response);
    } catch (IOException disconnect) {
      // Not thrown: the container would log it with its whole trace.
      cause = cause == null ? disconnect : cause;
    } finally {
      if (failure.isPresent()) {
        log(failure.get(), status, cause);
      }
    }
  }

  private static boolean isFault(int status) {
    return status >= 500 && status != HttpServletResponse.SC_NOT_IMPLEMENTED;
  }

  /** A client disconnect is not a server fault: it is logged at DEBUG. */
  private static void log(UUID failure, int status, Throwable cause) {
    Level level = CauseChain.find(cause, IOException.class).isPresent() ? Level.DEBUG : Level.ERROR;
    LOG.log(level, "failure " + failure + ", status " + status, SafeLogText.trace(cause));
  }

  private static String detail(int status, HttpServletResponse response) {
    if (status == HttpServletResponse.SC_METHOD_NOT_ALLOWED
        && response.getHeader("Allow") != null) {
      return "this path has only the methods " + response.getHeader("Allow");
    }
    if (status == ProblemType.MISDIRECTED_REQUEST.status()) {
      return "this node does not serve the API; ask one whose roles include api";
    }
    if (status == HttpServletResponse.SC_NOT_IMPLEMENTED) {
      return "there is no such method here";
    }
    return status == HttpServletResponse.SC_NOT_FOUND
        ? "there is nothing at this path"
        : "the request cannot be granted";
  }
}

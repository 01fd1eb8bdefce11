package org.meanwhile.api.gate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.platform.CauseChain;
import org.meanwhile.platform.SafeLogText;

/**
 * Answers a request of which only the status of the answer is known by a problem (RFC 9457). It
 * contains nothing else of what the container knows: its message and its exception may name
 * classes. Safe for many threads.
 */
@ApplicationScoped
public class StatusProblems {
  private static final System.Logger LOG = System.getLogger(StatusProblems.class.getName());

  @Inject private ProblemWriter problems;

  /**
   * Writes the problem. A client that has disconnected is no failure: it is logged at DEBUG.
   *
   * @param cause what the container found; null when there is no exception
   */
  public void write(
      int status,
      @Nullable Throwable cause,
      HttpServletRequest request,
      HttpServletResponse response) {
    Optional<ProblemType> type = ProblemType.ofStatus(status);
    Optional<UUID> failure = isFault(status) ? Optional.of(UUID.randomUUID()) : Optional.empty();
    Throwable found = cause;
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
      found = cause == null ? disconnect : cause;
    } finally {
      if (failure.isPresent()) {
        log(failure.get(), status, found);
      }
    }
  }

  private static boolean isFault(int status) {
    return status >= 500 && status != HttpServletResponse.SC_NOT_IMPLEMENTED;
  }

  /** A client disconnect is not a server fault: it is logged at DEBUG. */
  private static void log(UUID failure, int status, @Nullable Throwable cause) {
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
    if (status == HttpServletResponse.SC_BAD_REQUEST) {
      return "the URI or a header field cannot be read";
    }
    if (status == HttpServletResponse.SC_NOT_IMPLEMENTED) {
      return "there is no such method here";
    }
    return status == HttpServletResponse.SC_NOT_FOUND
        ? "there is nothing at this path"
        : "the request cannot be granted";
  }
}

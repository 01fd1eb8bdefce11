package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.meanwhile.api.http.ClientGone;
import org.meanwhile.api.problem.ProblemType;
import org.meanwhile.platform.ConcurrencyLimit;
import org.meanwhile.platform.Settings;
import org.meanwhile.security.Caller;
import org.meanwhile.security.ClientNetwork;

/**
 * Limits the answers that are sent at a time, in all, to one caller, and to one address without a
 * caller. Whatever writes an answer blocks its thread while the client does not read: without a
 * limit, as many clients as the server has threads stop it.
 *
 * <p>A permit is acquired at the first byte of an answer, or before anything is done where the
 * caller is not known, and held until the request has ended: an answer that has begun is not broken
 * off. Without a permit the answer is 429 or 503, and its connection is closed, so that a client
 * cannot fill the buffers of the connection with refusals.
 *
 * <p>Non-blocking writers need no permit, and held answers have threads of their own ({@code
 * watch.BoundedExecutor}), which this does not count.
 *
 * <p>The weakness: what the container answers by itself after this filter, such as its error page,
 * is small and not counted.
 */
@Dependent
public class AnswerLimit implements RequestStep {
  private static final String RETRY_SECONDS = "5";

  /** More than any document has; of an output no more is read for nobody. */
  private static final long MAX_DROPPED_BYTES = 512L << 10;

  @Inject private Caller caller;
  @Inject private CommonHeaders commonHeaders;
  @Inject private ProblemWriter problems;
  private final ConcurrencyLimit sending;
  private final int addressLimit;

  /** Limits as {@link GateSettings} has them. */
  @Inject
  AnswerLimit(Settings settings) {
    sending =
        new ConcurrencyLimit(
            settings.get(GateSettings.ANSWERS_MAX_SENDING),
            settings.get(GateSettings.ANSWERS_CALLER_SENDING));
    addressLimit = settings.get(GateSettings.ANSWERS_ADDRESS_SENDING);
  }

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (ManagementEndpoints.isHealth(request)) {
      next.doFilter(request, response);
      return;
    }
    LimitedResponse limited = new LimitedResponse(request, response);
    try {
      next.doFilter(request, limited);
      limited.finish();
    } finally {
      limited.release();
    }
  }

  /**
   * The step after access control: without a permit, no page is unpacked for an unknown client that
   * would not get it.
   */
  void passPublic(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    boolean refused =
        response instanceof LimitedResponse limited
            && caller.knownName().isEmpty()
            && !limited.mayWrite();
    if (!refused) {
      next.doFilter(request, response);
    }
  }

  private final class LimitedResponse extends DroppingResponse {
    private final HttpServletRequest request;
    private String holder;
    private boolean refused;
    private volatile boolean over;

    private LimitedResponse(HttpServletRequest request, HttpServletResponse response) {
      super(response, MAX_DROPPED_BYTES);
      this.request = request;
    }

    /** Drops the text of a refused answer: the container's own writer would swallow the failure. */
    @Override
    public PrintWriter getWriter() throws IOException {
      return mayWrite() ? super.getWriter() : new PrintWriter(Writer.nullWriter());
    }

    @Override
    boolean attempt(Write write) throws IOException {
      if (mayWrite()) {
        write.run();
        return true;
      }
      return false;
    }

    /** Whether a permit is held; without one the answer becomes a refusal. */
    private boolean mayWrite() throws IOException {
      if (refused) {
        return false;
      }
      // A held answer is written by another thread, after the request's own thread has left.
      if (holder != null || over || request.isAsyncStarted()) {
        return true;
      }
      boolean known = caller.knownName().isPresent();
      String name =
          caller.knownName().orElseGet(() -> " " + ClientNetwork.of(request.getRemoteAddr()));
      ConcurrencyLimit.Permit permit =
          known ? sending.tryAcquire(name) : sending.tryAcquire(name, addressLimit);
      if (permit == ConcurrencyLimit.Permit.GRANTED) {
        holder = name;
        return true;
      }
      refused = true;
      refuse(permit);
      return false;
    }

    private void refuse(ConcurrencyLimit.Permit permit) throws IOException {
      HttpServletResponse response = (HttpServletResponse) getResponse();
      if (response.isCommitted()) {
        throw new ClientGone();
      }
      response.reset();
      commonHeaders.set(response);
      response.setHeader("Retry-After", RETRY_SECONDS);
      response.setHeader("Connection", "close");
      boolean own = permit == ConcurrencyLimit.Permit.CALLER_LIMIT_REACHED;
      problems.write(
          own ? ProblemType.QUOTA_EXCEEDED : ProblemType.TOO_MANY_ANSWERS,
          own
              ? "as many answers are being sent to you as may be at a time; read them first"
              : "this node sends as many answers as it may at a time; try again soon",
          request,
          response);
      response.flushBuffer();
    }

    /**
     * Has a small answer written here and now, while the permit is held: the container would write
     * it after this filter.
     */
    private void finish() throws IOException {
      if (holder != null
          && !request.isAsyncStarted()
          && !isCommitted()
          && containsHeader("Content-Length")) {
        flushBuffer();
      }
    }

    private void release() {
      over = true;
      if (holder != null) {
        sending.release(holder);
      }
    }
  }
}

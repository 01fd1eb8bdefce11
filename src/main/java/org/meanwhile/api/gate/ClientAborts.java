package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.meanwhile.api.http.ClientGone;

/**
 * Hides client disconnects from the code that writes responses. JAX-RS, the default servlet and the
 * server's own endpoints take a disconnect for a fault of the server and log some 30 KB of traces
 * each, so that anyone without a token could fill the disk by hanging up.
 *
 * <p>Bytes for a client that has disconnected are dropped. After 8 MiB of them, more than a
 * response in memory has, {@link ClientGone} is thrown, so that no output is read to its end for
 * nobody. Non-blocking writers get all exceptions. The connector closes a connection whose write
 * has failed, so nothing that follows is taken for the rest of the response.
 */
@Dependent
public class ClientAborts implements RequestStep {
  private static final System.Logger LOG = System.getLogger(ClientAborts.class.getName());
  private static final long MAX_DROPPED_BYTES = 8L << 20;

  @Inject private StatusProblems problems;

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    next.doFilter(request, new TolerantResponse(request, response));
  }

  private final class TolerantResponse extends DroppingResponse {
    private final HttpServletRequest request;
    private boolean disconnected;

    private TolerantResponse(HttpServletRequest request, HttpServletResponse response) {
      super(response, MAX_DROPPED_BYTES);
      this.request = request;
    }

    /**
     * Answers at once: the container would call its error page, and then send the response past
     * this one, and log two traces when the client has disconnected.
     */
    @Override
    public void sendError(int status) {
      resetBuffer();
      problems.write(status, null, request, this);
    }

    @Override
    public void sendError(int status, String message) {
      sendError(status);
    }

    @Override
    boolean attempt(Write write) {
      if (!disconnected) {
        try {
          write.run();
        } catch (IOException e) {
          disconnected = true;
          LOG.log(Level.DEBUG, () -> "a client disconnected before its response came: " + e);
        }
      }
      return !disconnected;
    }
  }
}

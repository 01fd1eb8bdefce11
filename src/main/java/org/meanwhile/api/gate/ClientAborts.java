package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLongArray;
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
 *
 * <p>The connector goes on, however, with the requests that it has read from such a connection
 * already: thousands, when a client pipelines them, all answered for nobody at the cost of the
 * other clients. So the next request of a connection whose write has failed ends that connection,
 * with {@code Connection: close}, after which the connector reads no other. Connections are told
 * apart by a hash of the client's address and port; the price of an equal one is a connection that
 * is closed after its response.
 */
@Dependent
public class ClientAborts implements RequestStep {
  private static final System.Logger LOG = System.getLogger(ClientAborts.class.getName());
  private static final long MAX_DROPPED_BYTES = 8L << 20;
  private static final int MAX_FAILED_CONNECTIONS = 1024;

  private final AtomicLongArray failed = new AtomicLongArray(MAX_FAILED_CONNECTIONS);

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    long connection = connection(request);
    if (connection != 0 && failed.compareAndSet(slot(connection), connection, 0)) {
      response.setHeader("Connection", "close");
    }
    next.doFilter(request, new TolerantResponse(response, connection));
  }

  /** 0 for HTTP/2, whose streams fail one by one. */
  private static long connection(HttpServletRequest request) {
    return request.getProtocol().startsWith("HTTP/1")
        ? (long) request.getRemoteAddr().hashCode() << Integer.SIZE | request.getRemotePort()
        : 0;
  }

  private static int slot(long connection) {
    return Math.floorMod(connection, MAX_FAILED_CONNECTIONS);
  }

  private final class TolerantResponse extends DroppingResponse {
    private final long connection;
    private boolean disconnected;

    private TolerantResponse(HttpServletResponse response, long connection) {
      super(response, MAX_DROPPED_BYTES);
      this.connection = connection;
    }

    @Override
    boolean attempt(Write write) {
      if (!disconnected) {
        try {
          write.run();
        } catch (IOException e) {
          disconnected = true;
          failed.set(slot(connection), connection);
          LOG.log(Level.DEBUG, () -> "a client disconnected before its response came: " + e);
        }
      }
      return !disconnected;
    }
  }
}

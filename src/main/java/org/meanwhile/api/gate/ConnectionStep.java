package org.meanwhile.api.gate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import org.meanwhile.security.Caller;

/**
 * Serves no request of a connection after the one whose response closes it (RFC 9112, section 9.6).
 *
 * <p>The connector closes the connection, but goes on with the requests that it has read already:
 * they take effect, and only their responses get lost. So what is hidden in an ambiguous body would
 * be done although the connection ends with it, and a client that never reads could keep a thread
 * busy with thousands of requests. Here they are dropped before anything else.
 *
 * <p>A connection ends when the client asks for it, when a response says {@code Connection: close},
 * with a status after which the connector closes by itself, with each refusal of a client without a
 * caller, and after {@value #MAX_REQUESTS} requests, which is fewer than the connector's own limit
 * of 250. HTTP/2 has no such field, and each of its streams is a request of its own.
 *
 * <p>The weakness: what the connector refuses before any application sees it ends a connection
 * unnoticed, and so does a response without a length to HTTP/1.0.
 */
@ApplicationScoped
public class ConnectionStep implements RequestStep {
  static final int MAX_REQUESTS = 200;

  private static final String CONNECTION = "Connection";
  private static final String CLOSE = "close";

  @Inject private Caller caller;
  private final ConnectionTable connections = new ConnectionTable();

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    if (!isCounted(request)) {
      next.doFilter(request, response);
      return;
    }
    long connection = number(request);
    if (!connections.begin(connection)) {
      response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
      response.setHeader(CONNECTION, CLOSE);
    } else if (asksToClose(request) || connections.requests(connection) >= MAX_REQUESTS) {
      connections.end(connection);
      response.setHeader(CONNECTION, CLOSE);
      next.doFilter(request, response);
    } else {
      next.doFilter(request, new ClosingResponse(request, response, connection));
    }
  }

  /** No further request of this connection is served. */
  void end(HttpServletRequest request) {
    if (isCounted(request)) {
      connections.end(number(request));
    }
  }

  /** Requests of HTTP/2 have an id in their protocol, whatever version a request line claims. */
  private static boolean isCounted(HttpServletRequest request) {
    return request.getProtocolRequestId().isEmpty();
  }

  /** Payara's ids of connections are decimal numbers in sequence; any other text is hashed. */
  private static long number(HttpServletRequest request) {
    String id = request.getServletConnection().getConnectionId();
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      return id.hashCode();
    }
  }

  /** The connector knows only a field that is {@code close} and nothing else. */
  private static boolean asksToClose(HttpServletRequest request) {
    String protocol = request.getProtocol();
    String first = request.getHeader(CONNECTION);
    if (first == null) {
      return !protocol.equals("HTTP/1.1");
    }
    String options = String.join(",", Collections.list(request.getHeaders(CONNECTION)));
    return switch (protocol) {
      case "HTTP/1.1" -> names(options, CLOSE);
      case "HTTP/1.0" -> names(options, CLOSE) || !names(options, "keep-alive");
      default -> true;
    };
  }

  private static boolean names(String options, String option) {
    return Arrays.stream(options.split(","))
        .anyMatch(each -> each.strip().equalsIgnoreCase(option));
  }

  /** After these the connector closes the connection by itself. */
  static boolean closes(int status) {
    return switch (status) {
      case 400, 408, 411, 413, 414, 417, 500, 501, 503, 505 -> true;
      default -> false;
    };
  }

  /**
   * Ends the connection when the response says so, whatever thread writes it: the connector reads
   * the next request after that.
   */
  private final class ClosingResponse extends HttpServletResponseWrapper {
    private final HttpServletRequest request;
    private final long connection;

    private ClosingResponse(
        HttpServletRequest request, HttpServletResponse response, long connection) {
      super(response);
      this.request = request;
      this.connection = connection;
    }

    @Override
    public void setStatus(int status) {
      if (status >= HttpServletResponse.SC_BAD_REQUEST && isUnknown()) {
        setHeader(CONNECTION, CLOSE);
      }
      endIf(closes(status));
      super.setStatus(status);
    }

    @Override
    public void sendError(int status) throws IOException {
      endIf(closes(status));
      super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
      endIf(closes(status));
      super.sendError(status, message);
    }

    @Override
    public void setHeader(String name, String value) {
      endIf(name.equalsIgnoreCase(CONNECTION) && names(value, CLOSE));
      super.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
      endIf(name.equalsIgnoreCase(CONNECTION) && names(value, CLOSE));
      super.addHeader(name, value);
    }

    /** Held answers are of known callers only, and written when the request has been left. */
    private boolean isUnknown() {
      return !request.isAsyncStarted() && caller.knownName().isEmpty();
    }

    private void endIf(boolean closing) {
      if (closing) {
        connections.end(connection);
      }
    }
  }
}

package org.meanwhile.api.gate;

import jakarta.enterprise.context.Dependent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
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

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    next.doFilter(request, new TolerantResponse(response));
  }

  private static final class TolerantResponse extends HttpServletResponseWrapper {
    private TolerantOutput out;

    private TolerantResponse(HttpServletResponse response) {
      super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      if (out == null) {
        out = new TolerantOutput(super.getOutputStream());
      }
      return out;
    }

    @Override
    public void flushBuffer() throws IOException {
      if (out == null) {
        // The response is written through a PrintWriter, which swallows exceptions: so does this.
        try {
          super.flushBuffer();
        } catch (IOException e) {
          logDisconnect(e);
        }
      } else {
        out.attempt(0, super::flushBuffer);
      }
    }
  }

  private static void logDisconnect(IOException e) {
    LOG.log(Level.DEBUG, () -> "a client disconnected before its response came: " + e);
  }

  @FunctionalInterface
  private interface Write {
    void run() throws IOException;
  }

  /** Not safe for several threads, as the container's output is not. */
  private static final class TolerantOutput extends ServletOutputStream {
    private final ServletOutputStream out;
    private boolean nonBlocking;
    private boolean disconnected;
    private long droppedBytes;

    private TolerantOutput(ServletOutputStream out) {
      this.out = out;
    }

    private void attempt(long bytes, Write write) throws IOException {
      if (nonBlocking) {
        write.run();
        return;
      }
      if (!disconnected) {
        try {
          write.run();
          return;
        } catch (IOException e) {
          disconnected = true;
          logDisconnect(e);
        }
      }
      droppedBytes += bytes;
      // A flush or close without bytes has nothing that could be stopped.
      if (bytes > 0 && droppedBytes > MAX_DROPPED_BYTES) {
        throw new ClientGone();
      }
    }

    @Override
    public void write(int octet) throws IOException {
      attempt(1, () -> out.write(octet));
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      attempt(count, () -> out.write(bytes, from, count));
    }

    @Override
    public void flush() throws IOException {
      attempt(0, out::flush);
    }

    @Override
    public void close() throws IOException {
      attempt(0, out::close);
    }

    @Override
    public boolean isReady() {
      return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      nonBlocking = true;
      out.setWriteListener(listener);
    }
  }
}

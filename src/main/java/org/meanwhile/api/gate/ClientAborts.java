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
 * Lets answers pass whose client has gone. JAX-RS, the default servlet and the server's own
 * endpoints take that for a fault of the server, and each logs it with some 30 KB of traces:
 * without a token, whoever asks and hangs up could fill the disk.
 *
 * <p>What is written to nobody is dropped. Whoever writes more than an answer that stands in memory
 * may have is told by {@link ClientGone}, so that no output is read to its end for nobody. Who
 * writes without blocking is told of everything, as before. The connector closes a connection that
 * it could not write to, so nothing that follows is taken for the rest of an answer.
 */
@Dependent
public class ClientAborts implements RequestStep {
  private static final System.Logger LOG = System.getLogger(ClientAborts.class.getName());
  private static final long MOST_DROPPED_BYTES = 8L << 20;

  @Override
  public void pass(HttpServletRequest request, HttpServletResponse response, FilterChain next)
      throws IOException, ServletException {
    next.doFilter(request, new Answer(response));
  }

  private static final class Answer extends HttpServletResponseWrapper {
    private Forgiving out;

    private Answer(HttpServletResponse response) {
      super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      if (out == null) {
        out = new Forgiving(super.getOutputStream());
      }
      return out;
    }

    @Override
    public void flushBuffer() throws IOException {
      if (out == null) {
        // Through a writer, which forgives as well.
        try {
          super.flushBuffer();
        } catch (IOException e) {
          gone(e);
        }
      } else {
        out.attempt(0, super::flushBuffer);
      }
    }
  }

  private static void gone(IOException e) {
    LOG.log(Level.DEBUG, () -> "a client has gone before its answer came: " + e);
  }

  @FunctionalInterface
  private interface Step {
    void take() throws IOException;
  }

  /** Used by one thread at a time, as the container's own. */
  private static final class Forgiving extends ServletOutputStream {
    private final ServletOutputStream out;
    private boolean listened;
    private boolean gone;
    private long droppedBytes;

    private Forgiving(ServletOutputStream out) {
      this.out = out;
    }

    private void attempt(long bytes, Step step) throws IOException {
      if (listened) {
        step.take();
        return;
      }
      if (!gone) {
        try {
          step.take();
          return;
        } catch (IOException e) {
          gone = true;
          gone(e);
        }
      }
      droppedBytes += bytes;
      // Who only ends an answer has nothing to stop.
      if (bytes > 0 && droppedBytes > MOST_DROPPED_BYTES) {
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
      listened = true;
      out.setWriteListener(listener);
    }
  }
}

package org.meanwhile.api.gate;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.meanwhile.api.http.ClientGone;

/**
 * A response whose bytes are dropped when nobody gets them, instead of failing: the code that
 * writes responses takes each failure for a fault of the server. Beyond a limit of dropped bytes
 * {@link ClientGone} is thrown, so that no output is read to its end for nobody.
 *
 * <p>Non-blocking writers bypass it. Not safe for several threads, as the container's response is
 * not.
 */
abstract class DroppingResponse extends HttpServletResponseWrapper {
  private final long maxDroppedBytes;
  private long droppedBytes;
  private DroppingOutput out;

  /** Writes bytes to the response, or flushes or closes it. */
  @FunctionalInterface
  interface Write {
    void run() throws IOException;
  }

  /**
   * @param maxDroppedBytes with more of them the next write throws
   */
  DroppingResponse(HttpServletResponse response, long maxDroppedBytes) {
    super(response);
    this.maxDroppedBytes = maxDroppedBytes;
  }

  /**
   * Runs the write, or leaves it.
   *
   * @return false when its bytes reach nobody
   */
  abstract boolean attempt(Write write) throws IOException;

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (out == null) {
      out = new DroppingOutput(super.getOutputStream());
    }
    return out;
  }

  @Override
  public void flushBuffer() throws IOException {
    if (out == null) {
      attempt(super::flushBuffer);
    } else {
      out.write(0, super::flushBuffer);
    }
  }

  private final class DroppingOutput extends ServletOutputStream {
    private final ServletOutputStream out;
    private boolean nonBlocking;

    private DroppingOutput(ServletOutputStream out) {
      this.out = out;
    }

    private void write(long bytes, Write write) throws IOException {
      if (nonBlocking) {
        write.run();
      } else if (!attempt(write)) {
        droppedBytes += bytes;
        // A flush or close without bytes has nothing that could be stopped.
        if (bytes > 0 && droppedBytes > maxDroppedBytes) {
          throw new ClientGone();
        }
      }
    }

    @Override
    public void write(int octet) throws IOException {
      write(1, () -> out.write(octet));
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      write(count, () -> out.write(bytes, from, count));
    }

    @Override
    public void flush() throws IOException {
      write(0, out::flush);
    }

    @Override
    public void close() throws IOException {
      write(0, out::close);
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

package org.meanwhile.api;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;

/**
 * Lets the end of an answer pass when its client has gone: JAX-RS takes that for a fault of the
 * server, with a trace in the log for each client that drops its upload.
 *
 * <p>Whoever writes an answer still learns that nobody is there to read it, and so do answers that
 * are written piece by piece. Only what happens after the last byte was written is forgiven, and
 * only what a connection can do: an {@link IOException}.
 */
@Provider
public class LastBytes implements WriterInterceptor {
  private static final System.Logger LOG = System.getLogger(LastBytes.class.getName());

  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    Answer answer = new Answer(context.getOutputStream());
    context.setOutputStream(answer);
    context.proceed();
    answer.written = true;
  }

  private static final class Answer extends FilterOutputStream {
    private boolean written;

    private Answer(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        forgive(e);
      }
    }

    /** Of the stream below alone: what was written is there already, and flushed by who may. */
    @Override
    public void close() throws IOException {
      try {
        out.close();
      } catch (IOException e) {
        forgive(e);
      }
    }

    private void forgive(IOException e) throws IOException {
      if (!written) {
        throw e;
      }
      LOG.log(Level.DEBUG, "a client has gone before its answer came: " + e);
    }
  }
}

package org.meanwhile.contract.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;

/** Sends arbitrary bytes over one connection, which is reopened when the server closes it. */
public final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final URI server;
  private Socket socket;
  private InputStream in;

  public RawClient(URI server) {
    this.server = server;
  }

  /**
   * Sends a request and reads its answer.
   *
   * @param last whether the request may be truncated: the end of the stream is then sent after it
   * @throws SocketTimeoutException when there is no answer within ten seconds
   */
  public RawAnswer send(byte[] request, boolean bodiless, boolean last) throws IOException {
    if (socket != null) {
      try {
        return exchange(request, bodiless, last);
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException closedMeanwhile) {
        close();
      }
    }
    socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    return exchange(request, bodiless, last);
  }

  private RawAnswer exchange(byte[] request, boolean bodiless, boolean last) throws IOException {
    requireNoMore("what was sent before this");
    IOException notTaken = null;
    try {
      socket.getOutputStream().write(request);
      if (last) {
        socket.shutdownOutput();
      }
    } catch (IOException e) {
      // The server may have answered before it had read the whole request.
      notTaken = e;
    }
    RawAnswer answer = RawAnswer.read(in, bodiless);
    if (answer.keepsConnection()) {
      requireNoMore(answer);
    }
    if (last || notTaken != null || !answer.keepsConnection()) {
      close();
    }
    return answer;
  }

  /** More bytes would be taken for the answer to the next request. */
  private void requireNoMore(Object answer) throws IOException {
    if (in.available() > 0) {
      String more = new String(in.readNBytes(in.available()), ISO_8859_1);
      close();
      throw new IllegalStateException(answer + " is answered twice: " + more);
    }
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}

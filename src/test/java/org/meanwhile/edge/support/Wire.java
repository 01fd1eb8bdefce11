package org.meanwhile.edge.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection of a client with an address of its own, so that no limit is reached unintended. */
public final class Wire implements AutoCloseable {
  private static final AtomicInteger ADDRESS = new AtomicInteger();
  private static final int PATIENCE_MILLIS = 2_000;
  private static final int MORE_MILLIS = 150;

  private final Socket socket;

  /** Connects from an address that no other client has. */
  public Wire(URI server) throws IOException {
    this(server, ADDRESS.incrementAndGet());
  }

  /**
   * @param client which of the addresses of the loopback interface to connect from
   */
  public Wire(URI server, int client) throws IOException {
    byte[] from = {127, 77, (byte) (client >> 8), (byte) client};
    socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
  }

  public Wire send(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException answeredBeforeAllWasSent) {
      // What was answered can still be read.
    }
    return this;
  }

  public Wire send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  /** Reads until the text has come, or the connection ends. */
  public String readUntil(String text) throws IOException {
    socket.setSoTimeout(30_000);
    StringBuilder all = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (all.indexOf(text) < 0) {
      int octet = in.read();
      if (octet < 0) {
        return all.toString();
      }
      all.append((char) octet);
    }
    return all.toString();
  }

  /** All that comes until the connection ends. */
  public String readAll() throws IOException {
    socket.setSoTimeout(120_000);
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  /** What comes soon: an answer that comes later is noticed by what it did. */
  public String readSome() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[64 * 1024];
    socket.setSoTimeout(PATIENCE_MILLIS);
    try {
      InputStream in = socket.getInputStream();
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        all.write(some, 0, n);
        socket.setSoTimeout(MORE_MILLIS);
      }
    } catch (SocketTimeoutException | SocketException over) {
      // That was all, or the connection was reset behind it.
    }
    return all.toString(ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

package org.meanwhile.callback;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.meanwhile.egress.EgressPolicy;
import org.meanwhile.egress.Endpoint;
import org.meanwhile.egress.EndpointRefused;

/**
 * One try's way to its receiver: the addresses that were checked, sockets that connect to nothing
 * else, and an end to all of it when the time is over.
 *
 * <p>Used by the thread that tries; {@link #endWhenLate} and {@link #end} by any.
 */
final class PinnedConnection implements DnsResolver, DetachedSocketFactory {
  private final EgressPolicy guard;
  private final Endpoint receiver;
  private final long begunNanos = System.nanoTime();
  private final long timeoutNanos;
  private final List<Socket> sockets = new ArrayList<>();
  private volatile List<InetAddress> addresses = List.of();
  private boolean over;

  PinnedConnection(EgressPolicy guard, Endpoint receiver, Duration timeout) {
    this.guard = guard;
    this.receiver = receiver;
    this.timeoutNanos = timeout.toNanos();
  }

  Endpoint receiver() {
    return receiver;
  }

  /**
   * Looks the receiver's name up, once, and checks what comes of it.
   *
   * @throws SocketTimeoutException when that took all the time that there is
   */
  void prepare() throws IOException, EndpointRefused {
    List<InetAddress> found =
        receiver.literal().isPresent()
            ? List.of(receiver.literal().get())
            : List.of(InetAddress.getAllByName(receiver.host()));
    guard.check(receiver, found);
    // A lookup cannot be interrupted; nothing is sent after one that took too long.
    requireTime();
    addresses = found;
  }

  /** How long the rest may take, at least a millisecond. */
  Duration left() {
    long leftNanos = timeoutNanos - (System.nanoTime() - begunNanos);
    return Duration.ofNanos(Math.max(1_000_000, leftNanos));
  }

  /** How many addresses there are to try one after the other. */
  int addresses() {
    return addresses.size();
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    if (!host.equals(receiver.host()) || addresses.isEmpty()) {
      throw new UnknownHostException("not the receiver");
    }
    return addresses.toArray(InetAddress[]::new);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  @Override
  public Socket create(Proxy proxy) throws IOException {
    Socket socket = new CheckedSocket();
    synchronized (this) {
      sockets.add(socket);
      if (over) {
        socket.close();
      }
    }
    return socket;
  }

  /** Direct, whatever the JVM's properties say of proxies; and to a checked address only. */
  private final class CheckedSocket extends Socket {
    private CheckedSocket() {
      super(Proxy.NO_PROXY);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
      if (!(endpoint instanceof InetSocketAddress to)
          || !addresses.contains(to.getAddress())
          || to.getPort() != receiver.port()) {
        throw new IOException("not an address of the receiver");
      }
      requireTime();
      super.connect(endpoint, timeoutMillis);
    }
  }

  private synchronized void requireTime() throws SocketTimeoutException {
    if (over || late()) {
      throw new SocketTimeoutException("the time is over");
    }
  }

  /** Whether it has taken all its time, whatever ended it. */
  boolean late() {
    return System.nanoTime() - begunNanos > timeoutNanos;
  }

  /** Ends it when its time is over. */
  synchronized void endWhenLate() {
    if (!over && late()) {
      end();
    }
  }

  /** Closes its sockets under whoever waits for them; there will be no others. */
  synchronized void end() {
    over = true;
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // Closed is closed.
      }
    }
  }
}

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
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.meanwhile.egress.EgressPolicy;
import org.meanwhile.egress.Endpoint;
import org.meanwhile.egress.EndpointRefused;

/**
 * The only source of addresses and sockets for one delivery attempt: the receiver's name is looked
 * up once, all its addresses are checked, and the sockets connect to a checked address or not at
 * all. The receiver is chosen by a caller, so it is an adversary: neither a second lookup, nor a
 * proxy, nor a redirect leads elsewhere.
 *
 * <p>One deadline bounds the attempt as a whole. When it is over, the sockets are closed under the
 * thread that waits for them, which no timeout of a single read could do.
 *
 * <p>Used by the thread of the attempt; {@link #endWhenLate} and {@link #end} by any thread.
 */
final class PinnedConnection implements DnsResolver, DetachedSocketFactory {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EgressPolicy egress;
  private final Endpoint endpoint;
  private final long begunNanos = System.nanoTime();
  private final long timeoutNanos;
  private final List<Socket> sockets = new ArrayList<>();
  private volatile List<InetAddress> addresses = List.of();
  private boolean ended;

  PinnedConnection(EgressPolicy egress, Endpoint endpoint, Duration timeout) {
    this.egress = egress;
    this.endpoint = endpoint;
    this.timeoutNanos = timeout.toNanos();
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /**
   * Looks up the receiver's name and checks all addresses.
   *
   * @throws SocketTimeoutException when the lookup took the whole time of the attempt
   * @throws EndpointRefused when the host is not known, or the settings forbid one of its addresses
   */
  void prepare() throws IOException, EndpointRefused {
    List<InetAddress> found =
        endpoint.literal().isPresent() ? List.of(endpoint.literal().get()) : lookUp();
    egress.check(endpoint, found);
    // A lookup cannot be interrupted. After one that took too long nothing is sent.
    requireTime();
    addresses = found;
  }

  /** Empty when the host is not known. */
  private List<InetAddress> lookUp() {
    try {
      return List.of(InetAddress.getAllByName(endpoint.host()));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  /**
   * Waits until the attempt has lasted full seconds, or has ended. The length of an attempt that
   * reached nothing would tell whether its name was looked up here or far away. Weakness: it still
   * tells how many seconds a lookup took.
   */
  synchronized void awaitFullSecond() {
    long step = Math.min(SECOND_NANOS, Math.max(1, timeoutNanos));
    long age = System.nanoTime() - begunNanos;
    long untilNanos = begunNanos + (age / step + 1) * step;
    boolean interrupted = false;
    for (long left = untilNanos - System.nanoTime(); left > 0 && !ended; ) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = untilNanos - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The time left until the deadline, at least 1 ms. */
  Duration left() {
    long leftNanos = timeoutNanos - (System.nanoTime() - begunNanos);
    return Duration.ofNanos(Math.max(1_000_000, leftNanos));
  }

  /** How many checked addresses there are; the client tries them one after the other. */
  int addresses() {
    return addresses.size();
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    if (!host.equals(endpoint.host()) || addresses.isEmpty()) {
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
      if (ended) {
        socket.close();
      }
    }
    return socket;
  }

  /** Connects without a proxy, whatever the JVM's properties say, and to checked addresses only. */
  private final class CheckedSocket extends Socket {
    private CheckedSocket() {
      super(Proxy.NO_PROXY);
    }

    @Override
    public void connect(SocketAddress to, int timeoutMillis) throws IOException {
      if (!(to instanceof InetSocketAddress address)
          || !addresses.contains(address.getAddress())
          || address.getPort() != endpoint.port()) {
        throw new IOException("not an address of the receiver");
      }
      requireTime();
      super.connect(to, timeoutMillis);
    }
  }

  private synchronized void requireTime() throws SocketTimeoutException {
    if (ended || isLate()) {
      throw new SocketTimeoutException("the deadline is over");
    }
  }

  /** Whether the deadline is over. */
  boolean isLate() {
    return System.nanoTime() - begunNanos > timeoutNanos;
  }

  /** Ends the attempt when the deadline is over. */
  synchronized void endWhenLate() {
    if (!ended && isLate()) {
      end();
    }
  }

  /** Closes all sockets under the thread that waits for them, and any made later. */
  synchronized void end() {
    ended = true;
    notifyAll();
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        // The socket is closed in any case.
      }
    }
  }
}

package org.meanwhile.cluster.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TCP proxy between a node and its database. It can be cut in the two ways in which networks
 * fail, and healed.
 */
public final class NetworkLink implements AutoCloseable {

  /** The two ways to cut a link. */
  public enum Cut {
    /** Bytes are held back, and neither side is told. */
    SILENT,
    /** Connections are closed, new ones at once. */
    REFUSED,
    /**
     * Bytes are swallowed, and the connections of that time stay silent after the link has healed:
     * a firewall on the way has forgotten them.
     */
    LOST,
    /** Each connection is closed instead of passing a COMMIT on: nothing was stored. */
    BEFORE_COMMIT,
    /** Each connection is closed before the answer to a COMMIT: all was stored. */
    AFTER_COMMIT
  }

  private static final int BUFFER_BYTES = 16 * 1024;

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition healed = lock.newCondition();
  private Cut cut;

  public NetworkLink(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  public void cut(Cut how) {
    lock.lock();
    try {
      cut = how;
    } finally {
      lock.unlock();
    }
    if (how == Cut.REFUSED) {
      closeAll();
    }
  }

  /** Passes on again. Bytes that a silent cut held back arrive late, as TCP would resend them. */
  public void heal() {
    lock.lock();
    try {
      cut = null;
      healed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket node = listener.accept();
        if (is(Cut.REFUSED)) {
          node.close();
        } else if (is(Cut.LOST)) {
          open.add(node);
          daemon(() -> swallowAll(node));
        } else {
          daemon(() -> connect(node));
        }
      } catch (IOException closed) {
        // The condition of the loop ends it.
      }
    }
  }

  private void connect(Socket node) {
    open.add(node);
    try (node;
        Socket database = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(database);
      database.setTcpNoDelay(true);
      node.setTcpNoDelay(true);
      Thread back = daemon(() -> pump(database, node));
      pump(node, database);
      back.join();
      open.remove(database);
    } catch (IOException refused) {
      // The node sees its connection end, as it would without this proxy.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(node);
    }
  }

  /** Copies one direction; when it ends, the other direction ends too. */
  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      Commits sent = new Commits();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        awaitHealed();
        if (is(Cut.LOST)) {
          swallow(in, buffer);
          return;
        }
        boolean commits = to.getPort() == target && sent.isIn(buffer, n);
        if (commits && is(Cut.BEFORE_COMMIT)) {
          return;
        }
        if (commits && is(Cut.AFTER_COMMIT)) {
          from.close();
          out.write(buffer, 0, n);
          awaitAnswer(to);
          return;
        }
        out.write(buffer, 0, n);
      }
      awaitHealed();
    } catch (IOException | InterruptedException ended) {
      // Both sockets are closed.
    }
  }

  private void swallowAll(Socket node) {
    try (node) {
      swallow(node.getInputStream(), new byte[BUFFER_BYTES]);
    } catch (IOException closed) {
      // The node has given the connection up.
    } finally {
      open.remove(node);
    }
  }

  private static void swallow(InputStream in, byte[] buffer) throws IOException {
    while (in.read(buffer) >= 0) {
      // Nobody ever hears of it.
    }
  }

  /** The other direction closes this socket as soon as it has nobody to pass the answer to. */
  private static void awaitAnswer(Socket database) throws InterruptedException {
    while (!database.isClosed()) {
      Thread.sleep(1);
    }
  }

  /**
   * Recognises a COMMIT in what one connection sends: by its text, and once the driver has prepared
   * it, by the name of the statement.
   */
  private static final class Commits {
    private static final Pattern PREPARED = Pattern.compile("(S_\\d+)\0COMMIT\0");
    private String name = "COMMIT";

    boolean isIn(byte[] buffer, int length) {
      String sent = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
      Matcher prepared = PREPARED.matcher(sent);
      if (prepared.find()) {
        name = "\0" + prepared.group(1) + "\0";
      }
      return sent.contains("COMMIT") || sent.contains(name);
    }
  }

  private void awaitHealed() throws InterruptedException {
    lock.lock();
    try {
      while (cut == Cut.SILENT) {
        healed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean is(Cut how) {
    lock.lock();
    try {
      return cut == how;
    } finally {
      lock.unlock();
    }
  }

  private void closeAll() {
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "network-link");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() {
    heal();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeAll();
  }
}

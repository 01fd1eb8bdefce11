package org.meanwhile.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way from one node to the database: TCP that can be cut, in the two ways in which networks
 * fail, and healed.
 */
final class Wire implements AutoCloseable {

  /** How a wire is cut. */
  enum Cut {
    /** What is sent vanishes, and nobody hears that it did. */
    SILENT,
    /** Connections are closed, and new ones too. */
    REFUSED
  }

  private static final int BUFFER_BYTES = 16 * 1024;

  private final ServerSocket entrance;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition healed = lock.newCondition();
  private Cut cut;

  Wire(int target) {
    this.target = target;
    try {
      entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  void cut(Cut how) {
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

  /** What was held back by a silent cut arrives now, late, as TCP would send it again. */
  void heal() {
    lock.lock();
    try {
      cut = null;
      healed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket node = entrance.accept();
        if (is(Cut.REFUSED)) {
          node.close();
        } else {
          daemon(() -> connect(node));
        }
      } catch (IOException closed) {
        // Told by the loop's condition.
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
      // The node sees its connection end, as it would without this wire.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(node);
    }
  }

  /** One direction; when it ends, so does the other. */
  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        awaitHealed();
        out.write(buffer, 0, n);
      }
      awaitHealed();
    } catch (IOException | InterruptedException ended) {
      // Both sides are closed.
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
    Thread thread = new Thread(body, "wire");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() {
    heal();
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeAll();
  }
}

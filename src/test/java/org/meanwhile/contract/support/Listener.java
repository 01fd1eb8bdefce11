package org.meanwhile.contract.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A receiver of callbacks on the loopback interface. It records each request, and answers or
 * misbehaves as a test says.
 */
public final class Listener implements AutoCloseable {
  /** Answers a request; the connection is closed afterwards. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  public record Request(String line, Map<String, String> fields, String body) {
    public String path() {
      return line.split(" ")[1];
    }

    public String field(String name) {
      return fields.get(name);
    }
  }

  private final ServerSocket server;
  private final Map<String, List<Behaviour>> behaviours = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final String greeting;

  public Listener() {
    this(null);
  }

  /**
   * Sends a greeting to each connection at once, and reads no request.
   *
   * @param greeting null for a normal receiver, which reads the request first
   */
  public Listener(String greeting) {
    this.greeting = greeting;
    try {
      server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(this::accept);
  }

  private static void run(Runnable body) {
    Thread thread = new Thread(body, "listener");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Returns a URL whose requests are answered by these behaviours in order; the last one repeats.
   */
  public String url(String path, Behaviour... answers) {
    behaviours.put(path, List.of(answers));
    return "http://127.0.0.1:" + server.getLocalPort() + path;
  }

  /** The requests to a path so far. */
  public List<Request> requests(String path) {
    return requests.stream().filter(request -> request.path().equals(path)).toList();
  }

  public List<Request> requests() {
    return new ArrayList<>(requests);
  }

  /** Answers with a status and no body. */
  public static Behaviour status(int status, String... fields) {
    String text =
        "HTTP/1.1 "
            + status
            + " x\r\n"
            + String.join("", lines(fields))
            + "Content-Length: 0\r\n\r\n";
    return text(text);
  }

  private static List<String> lines(String... fields) {
    return List.of(fields).stream().map(field -> field + "\r\n").toList();
  }

  /** Answers with these bytes. */
  public static Behaviour text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends nothing until the listener is closed. */
  public Behaviour silence() {
    return out -> closed.await();
  }

  /** Sends a byte now and then, without an end. */
  public Behaviour drip(String start) {
    return out -> {
      out.write(start.getBytes(StandardCharsets.ISO_8859_1));
      while (!closed.await(50, TimeUnit.MILLISECONDS)) {
        out.write('x');
        out.flush();
      }
    };
  }

  /** Sends as many bytes as the other side reads. */
  public static Behaviour flood(String start) {
    return out -> {
      out.write(start.getBytes(StandardCharsets.ISO_8859_1));
      for (byte[] much = new byte[1 << 16]; ; ) {
        out.write(much);
      }
    };
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        run(() -> serve(socket));
      } catch (IOException e) {
        // The listener is closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      if (greeting != null) {
        text(greeting).answer(socket.getOutputStream());
        socket.shutdownOutput();
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        return;
      }
      Request request = read(new BufferedInputStream(socket.getInputStream()));
      Behaviour behaviour;
      synchronized (this) {
        int before = requests(request.path()).size();
        requests.add(request);
        List<Behaviour> all = behaviours.getOrDefault(request.path(), List.of(status(404)));
        behaviour = all.get(Math.min(before, all.size() - 1));
      }
      behaviour.answer(socket.getOutputStream());
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // The other side closed the connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request read(InputStream in) throws IOException {
    String line = line(in);
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      String[] parts = field.split(":", 2);
      if (parts.length < 2) {
        throw new EOFException("no HTTP");
      }
      fields.merge(parts[0].strip(), parts[1].strip(), (a, b) -> a + ", " + b);
    }
    int length = Integer.parseInt(fields.getOrDefault("Content-Length", "0"));
    return new Request(line, fields, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

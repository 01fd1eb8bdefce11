package org.meanwhile.contract.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * A way to a server on which things go wrong, once each, as a test says. Each connection carries
 * one request; {@code Host} is passed on, so the server's URIs lead through here as well.
 */
public final class FaultyProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 8 * 1024;

  /** What goes wrong with a request. */
  public sealed interface Fault {}

  /** The request is done, and nobody is told. */
  public record LoseAnswer() implements Fault {}

  /** The connection ends after so many bytes of the answer's body. */
  public record CutAnswer(long bodyBytes) implements Fault {}

  /** The connection ends after so many bytes of the request's body. */
  public record CutRequest(long bodyBytes) implements Fault {}

  /** Answered without the server. */
  public record Refuse(int status, int retryAfter) implements Fault {}

  /** The last byte of the answer is another. */
  public record Spoil() implements Fault {}

  /** There is no answer. */
  public record Silence() implements Fault {}

  private record Rule(Pattern request, Fault fault) {}

  private final ServerSocket listener;
  private final int target;
  private final List<Rule> rules = new ArrayList<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  public FaultyProxy(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /**
   * The next request whose first line begins so has this fault; the one after that the next one.
   */
  public FaultyProxy next(String request, Fault fault) {
    synchronized (rules) {
      rules.add(new Rule(Pattern.compile(request), fault));
    }
    return this;
  }

  /** The heads of all requests whose first line begins so. */
  public List<String> heads(String request) {
    Pattern wanted = Pattern.compile(request);
    return heads.stream().filter(head -> wanted.matcher(head).lookingAt()).toList();
  }

  private Fault faultOf(String head) {
    synchronized (rules) {
      for (Rule rule : rules) {
        if (rule.request().matcher(head).lookingAt()) {
          rules.remove(rule);
          return rule.fault();
        }
      }
      return null;
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        open.add(client);
        daemon(() -> serve(client));
      } catch (IOException closed) {
        // The condition of the loop ends it.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      heads.add(head);
      Fault fault = faultOf(head);
      if (fault instanceof Silence) {
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
      } else if (fault instanceof Refuse refuse) {
        refuse(client, refuse);
      } else {
        pass(client, head, fault);
      }
    } catch (IOException | InterruptedException ended) {
      // Both sides see their connections end.
    } finally {
      open.remove(client);
    }
  }

  private static void refuse(Socket client, Refuse refuse) throws IOException {
    String text =
        "HTTP/1.1 %d x\r\nRetry-After: %d\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .formatted(refuse.status(), refuse.retryAfter());
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    client.shutdownOutput();
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private void pass(Socket client, String head, Fault fault)
      throws IOException, InterruptedException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(server);
      String closing =
          head.replaceAll("(?mi)^(connection|upgrade|http2-settings):.*\r\n", "")
              .replaceFirst("\r\n", "\r\nConnection: close\r\n");
      server.getOutputStream().write(closing.getBytes(StandardCharsets.ISO_8859_1));
      if (fault instanceof CutRequest cut) {
        copy(client.getInputStream(), server.getOutputStream(), cut.bodyBytes());
        return;
      }
      Thread up = daemon(() -> pump(client, server));
      answer(server.getInputStream(), client.getOutputStream(), fault);
      client.shutdownOutput();
      up.interrupt();
      open.remove(server);
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      copy(from.getInputStream(), to.getOutputStream(), Long.MAX_VALUE);
    } catch (IOException ended) {
      // The server has answered, and closed.
    }
  }

  private static void answer(InputStream in, OutputStream out, Fault fault) throws IOException {
    if (fault instanceof LoseAnswer) {
      in.transferTo(OutputStream.nullOutputStream());
      return;
    }
    out.write(head(in).getBytes(StandardCharsets.ISO_8859_1));
    if (fault instanceof CutAnswer cut) {
      copy(in, out, cut.bodyBytes());
    } else if (fault instanceof Spoil) {
      spoil(in, out);
    } else {
      copy(in, out, Long.MAX_VALUE);
    }
  }

  private static void spoil(InputStream in, OutputStream out) throws IOException {
    byte[] all = in.readAllBytes();
    all[all.length - 1] ^= 1;
    out.write(all);
  }

  private static void copy(InputStream in, OutputStream out, long most) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (long left = most; left > 0; ) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        return;
      }
      out.write(buffer, 0, n);
      out.flush();
      left -= n;
    }
  }

  /** The first line and the fields, with the empty line. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no HTTP");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "faulty-proxy");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.meanwhile.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meanwhile.bench.server.Wait;

/** A caller that holds as much of a node as it gets. */
final class WorstCaller {
  /** More than the server has threads. */
  private static final int CONNECTIONS = 210;

  private static final int LISTERS = 40;
  private static final int CALLBACKS = 190;
  private static final int SMALL_WINDOW = 4096;
  private static final String LABELLED =
      "{\"operation\":\"simulate\",\"startAt\":\""
          + Neighbours.TOMORROW
          + "\",\"labels\":{\"a\":\"b\"}}";
  private static final String STUBBORN =
      "{\"operation\":\"simulate\",\"input\":{\"duration\":\"P7D\",\"ignoreInterrupt\":true}}";

  private final int port;
  private final String token;
  private final List<Integer> receivers;
  private final Client client;

  /** Connections that the worst caller keeps open until this is closed. */
  interface Held {
    void close();
  }

  WorstCaller(int port, String token, List<Integer> receivers) {
    this.port = port;
    this.token = token;
    this.receivers = receivers;
    this.client = new Client(port, token);
  }

  /** Without the token: the largest page that there is, again and again. */
  Held readNothing() {
    Matcher bundle =
        Pattern.compile("/webjars/[^\"']*bundle\\.js").matcher(client.get("/swagger-ui/").body());
    if (!bundle.find()) {
      throw new IllegalStateException("the page of the explorer names no bundle");
    }
    // More than the kernel's buffers hold.
    String request = ("GET " + bundle.group() + " HTTP/1.1\r\nHost: localhost\r\n\r\n").repeat(8);
    return holding(CONNECTIONS, i -> request, false);
  }

  Held callBackSlowly() {
    for (int i = 0; i < CALLBACKS; i++) {
      String url = "http://127.0.0.1:" + receivers.get(i % receivers.size()) + "/slow";
      client.create("{\"operation\":\"simulate\",\"callback\":{\"url\":\"" + url + "\"}}");
    }
    Wait.pause(Duration.ofSeconds(2));
    return () -> {};
  }

  Held listNothing() {
    for (int i = 0; i < Sizes.listedJobs(); i++) {
      client.create(LABELLED);
    }
    return holding(LISTERS, i -> request("GET", "/job?label=no:such", ""), true);
  }

  Held sendSlowly() {
    String half =
        request("POST", "/job", "Content-Type: application/json\r\nContent-Length: 1000\r\n");
    return holding(CONNECTIONS, i -> half + "{", false);
  }

  Held waitForLong() {
    String job = client.create(LABELLED);
    return holding(
        Sizes.heldPolls(),
        i ->
            i % 2 == 0
                ? request("GET", "/job/" + job + "/status", "Prefer: wait=60\r\n")
                : request("GET", "/job/" + job + "/events", ""),
        false);
  }

  /** Jobs of a week that ignore their interrupt are deleted as soon as they run. */
  Held holdSlots() {
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      jobs.add(client.create(STUBBORN));
    }
    Wait.pause(Duration.ofSeconds(3));
    jobs.forEach(client::delete);
    Wait.pause(Duration.ofSeconds(3));
    return () -> {};
  }

  private String request(String method, String path, String fields) {
    return "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s\r\n"
        .formatted(method, path, token, fields);
  }

  /**
   * Opens connections, and each anew when the server has closed it.
   *
   * @param reads whether an answer is read, and the request sent again
   */
  private Held holding(int connections, IntFunction<String> request, boolean reads) {
    List<Holder> holders = new CopyOnWriteArrayList<>();
    for (int i = 0; i < connections; i++) {
      Holder holder = new Holder(request.apply(i), reads);
      holders.add(holder);
      Thread thread = new Thread(holder, "worst caller");
      thread.setDaemon(true);
      thread.start();
    }
    Wait.pause(Duration.ofSeconds(2));
    return () -> holders.forEach(Holder::close);
  }

  private final class Holder implements Runnable {
    private final byte[] request;
    private final boolean reads;
    private volatile boolean closed;
    private volatile Socket socket;

    private Holder(String request, boolean reads) {
      this.request = request.getBytes(StandardCharsets.US_ASCII);
      this.reads = reads;
    }

    @Override
    public void run() {
      while (!closed) {
        try (Socket opened = new Socket()) {
          socket = opened;
          opened.setReceiveBufferSize(SMALL_WINDOW);
          opened.connect(new InetSocketAddress("127.0.0.1", port));
          hold(opened);
        } catch (IOException closedByTheServer) {
          // Anew, unless the measurement has ended.
        }
        Wait.pause(Duration.ofMillis(20));
      }
    }

    /** Reads so slowly that the answer takes minutes; a closed connection is noticed by it. */
    private void hold(Socket opened) throws IOException {
      byte[] some = new byte[reads ? SMALL_WINDOW : 1];
      opened.getOutputStream().write(request);
      while (!closed && opened.getInputStream().read(some) >= 0) {
        if (reads) {
          opened.getOutputStream().write(request);
        } else {
          Wait.pause(Duration.ofMillis(500));
        }
      }
    }

    private void close() {
      closed = true;
      Socket last = socket;
      if (last != null) {
        try {
          last.close();
        } catch (IOException e) {
          // Closed by the server.
        }
      }
    }
  }
}

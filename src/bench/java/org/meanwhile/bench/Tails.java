package org.meanwhile.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.meanwhile.bench.server.Database;
import org.meanwhile.bench.server.Node;
import org.meanwhile.bench.server.Wait;

/**
 * Measures how late a line of a run's log is at tails on another node, and the bytes of an output
 * that is being written at a client that waits for them. A program writes the time.
 */
final class Tails implements Measurement {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Pattern TIME = Pattern.compile("t(\\d{13})");
  private static final int STACK_BYTES = 256 * 1024;

  /** Writes the time to standard error, and then to standard output, five times a second. */
  private static final String TICKER =
      "sh -c 'sleep 10; i=0; while [ $i -lt %d ]; do i=$((i+1)); date +t%%s%%3N >&2; date +t%%s%%3N;"
          + " sleep 0.2; done'";

  private final AtomicInteger open = new AtomicInteger();

  @Override
  public List<Figure> measure(Stage stage) {
    Map<String, String> worker = new TreeMap<>(Stage.SETTINGS);
    worker.put("meanwhile.command.ticker.line", TICKER.formatted(Sizes.ticks()));
    Map<String, String> api = new TreeMap<>(worker);
    api.put("meanwhile.roles", "api");
    try (Database database = stage.anotherDatabase("bench_tails");
        Node runs = new Node("tails-work", database, Stage.FLAGS, worker);
        Node answers = new Node("tails-api", database, Stage.FLAGS, api)) {
      UUID job = answers.submit("{\"operation\":\"ticker\"}");
      List<CompletableFuture<List<Long>>> tails = new ArrayList<>();
      for (int i = 0; i < Sizes.tails(); i++) {
        tails.add(inThread(() -> tail(answers.port(), job)));
      }
      Wait.until("open", LIMIT, Duration.ofMillis(50), () -> open.get() == Sizes.tails());
      CompletableFuture<List<Long>> reader = inThread(() -> read(runs, job));
      Samples lines = new Samples(tails.stream().flatMap(tail -> tail.join().stream()).toList());
      Samples bytes = new Samples(reader.join());
      Bench.say("tails: lines %s, bytes %s", lines.percentile(0.99), bytes.percentile(0.99));
      return List.of(
          Figure.alone(
              "a line of a log at %,d tails on another node: p99".formatted(Sizes.tails()),
              "ms",
              Samples.of(lines.percentile(0.99)),
              Figure.Goal.atMost(1000)),
          Figure.alone(
              "bytes of a growing output at a client that waits: p99",
              "ms",
              Samples.of(bytes.percentile(0.99)),
              Figure.Goal.atMost(300)));
    }
  }

  @FunctionalInterface
  private interface Reading {
    List<Long> read() throws IOException;
  }

  private static CompletableFuture<List<Long>> inThread(Reading reading) {
    CompletableFuture<List<Long>> result = new CompletableFuture<>();
    Runnable task =
        () -> {
          try {
            result.complete(reading.read());
          } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
          }
        };
    new Thread(null, task, "tail", STACK_BYTES).start();
    return result;
  }

  /** Returns how late each line was, in milliseconds. */
  private List<Long> tail(int port, UUID job) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      socket
          .getOutputStream()
          .write(
              "GET /job/%s/events?log=true HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .formatted(job)
                  .getBytes(StandardCharsets.US_ASCII));
      BufferedReader events =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      List<Long> late = new ArrayList<>();
      boolean begun = false;
      for (String line = events.readLine(); line != null; line = events.readLine()) {
        if (!begun) {
          begun = true;
          open.incrementAndGet();
        }
        late.addAll(lateness(line));
        if (line.contains("\"Succeeded\"")) {
          return late;
        }
      }
      throw new IOException("the stream ended before the job");
    }
  }

  /** The same for the output, which is read from where the last read ended. */
  private static List<Long> read(Node node, UUID job) {
    List<Long> late = new ArrayList<>();
    long position = 0;
    while (true) {
      HttpResponse<String> part =
          node.get(
              "/job/" + job + "/output",
              Map.of("Range", "bytes=" + position + "-", "Prefer", "wait=30"));
      if (part.statusCode() != 206) {
        if (node.get("/job/" + job + "/status").body().contains("\"Succeeded\"")) {
          return late;
        }
        continue;
      }
      late.addAll(lateness(part.body()));
      position += part.body().length();
    }
  }

  private static List<Long> lateness(String text) {
    long now = System.currentTimeMillis();
    return TIME.matcher(text)
        .results()
        .map(found -> now - Long.parseLong(found.group(1)))
        .collect(Collectors.toList());
  }
}

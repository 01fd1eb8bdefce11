package org.meanwhile.cluster.support;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.meanwhile.contract.support.Server;

/**
 * Creates one brief job after another and waits for the end of each, as a good client does: the
 * same request again at the next node, half a second after one that was refused or not answered.
 * Measures how long the jobs took by the client's clock. No test depends on it.
 */
final class WaitingClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final String JOB = "{\"operation\": \"simulate\"}";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();
  private final List<Server> nodes;
  private final List<Duration> times = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "waiting client");
  private volatile boolean stopped;
  private int refused;
  private int unanswered;
  private int turn;

  WaitingClient(List<Server> nodes) {
    this.nodes = nodes;
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!stopped) {
      long beginNanos = System.nanoTime();
      if (awaitEnd()) {
        times.add(Duration.ofNanos(System.nanoTime() - beginNanos));
      }
      LockSupport.parkNanos(PAUSE_NANOS / 5);
    }
  }

  /** False when the client was stopped before. */
  private boolean awaitEnd() {
    String path = "/job/" + UUID.randomUUID();
    HttpRequest.Builder creation =
        HttpRequest.newBuilder()
            .PUT(BodyPublishers.ofString(JOB))
            .header("Content-Type", "application/json");
    while (!stopped && ask(creation, path).isEmpty()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    HttpRequest.Builder poll = HttpRequest.newBuilder().header("Prefer", "wait=10");
    while (!stopped) {
      Optional<HttpResponse<String>> answer = ask(poll, path);
      if (answer.filter(WaitingClient::tellsTheEnd).isPresent()) {
        return true;
      }
      if (answer.isEmpty()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return false;
  }

  private static boolean tellsTheEnd(HttpResponse<String> answer) {
    return answer.statusCode() == 303 || answer.body().contains("\"finishedAt\"");
  }

  /** Asks the next node; empty when it refused, or did not answer. */
  private Optional<HttpResponse<String>> ask(HttpRequest.Builder request, String path) {
    Server node = nodes.get(turn++ % nodes.size());
    try {
      HttpResponse<String> answer =
          http.send(
              request.uri(node.uri().resolve(path)).timeout(TIMEOUT).build(),
              BodyHandlers.ofString());
      if (answer.statusCode() < 400) {
        return Optional.of(answer);
      }
      refused++;
    } catch (IOException e) {
      unanswered++;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Optional.empty();
  }

  void stop() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it has measured; after its stop. */
  String report() {
    List<Duration> sorted = times.stream().sorted().toList();
    return sorted.isEmpty()
        ? "a client waited for no job"
        : "a client waited for %d jobs: half of them %s, the slowest %s, %d requests refused, %d without an answer"
            .formatted(
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.subList(Math.max(0, sorted.size() - 5), sorted.size()),
                refused,
                unanswered);
  }
}

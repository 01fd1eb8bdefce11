package org.meanwhile.cluster;

import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.meanwhile.contract.support.Server;

/**
 * Clients that go on whatever happens, and write down what they were told. Each looks only after
 * its own jobs, so that the ledger has one job's facts in the order of their time.
 */
final class Load {
  private static final int CLIENTS = 4;
  private static final int PAUSE_MILLIS = 40;
  private static final int RUN_MILLIS = 250;
  private static final Duration SETTLING = Duration.ofMinutes(2);
  private static final Duration VISITING = Duration.ofHours(1);

  private final List<Server> nodes;
  private final Ledger ledger;
  private final Visitor visitor = new Visitor();
  private final List<Future<?>> clients = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private volatile boolean over;

  Load(List<Server> nodes, Ledger ledger) {
    this.nodes = nodes;
    this.ledger = ledger;
  }

  Load start() {
    for (int client = 0; client < CLIENTS; client++) {
      Random random = new Random(client);
      clients.add(threads.submit(() -> goOn(random)));
    }
    return this;
  }

  private void goOn(Random random) {
    List<String> mine = new ArrayList<>();
    while (!over) {
      Server node = any(random);
      int failing = random.nextInt(8) == 0 ? 1 + random.nextInt(Journal.MAX_ATTEMPTS) : 0;
      visitor
          .submit(node, new Journal.Input(random.nextInt(RUN_MILLIS), failing, false))
          .ifPresent(
              job -> {
                ledger.add(Ledger.What.ACCEPTED, job, failing);
                mine.add(job);
              });
      if (!mine.isEmpty() && random.nextInt(10) == 0) {
        cancel(any(random), mine.get(mine.size() - 1));
      }
      if (!mine.isEmpty() && random.nextInt(3) == 0) {
        fetch(any(random), mine.get(random.nextInt(mine.size())));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(PAUSE_MILLIS)));
    }
  }

  private Server any(Random random) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private void cancel(Server node, String job) {
    ledger.add(Ledger.What.CANCELING, job, "-");
    visitor
        .ask(node, "DELETE", "/job/" + job, "")
        .filter(answer -> answer.statusCode() == 200)
        .ifPresent(answer -> ledger.add(Ledger.What.CANCELED, job, "-"));
  }

  /** True when there was an answer. */
  private boolean fetch(Server node, String job) {
    Optional<HttpResponse<String>> got = visitor.get(node, "/job/" + job + "/output");
    got.filter(answer -> answer.statusCode() == 200)
        .ifPresent(answer -> ledger.add(Ledger.What.RESULT, job, answer.body()));
    return got.filter(answer -> answer.statusCode() < 500).isPresent();
  }

  /** No further jobs. */
  Load stop() {
    over = true;
    await(clients, Duration.ofMinutes(1));
    return this;
  }

  private static void await(List<Future<?>> clients, Duration limit) {
    for (Future<?> client : clients) {
      try {
        client.get(limit.toSeconds(), TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new IllegalStateException("a client failed", e);
      }
    }
  }

  /**
   * Waits until every accepted job has ended, or none does any more, and writes down how each
   * stands, asking all nodes in turn.
   */
  void settle() {
    Queue<String> left = new ConcurrentLinkedQueue<>(ledger.jobs());
    Deadline deadline = new Deadline(SETTLING);
    await(
        IntStream.range(0, CLIENTS)
            .<Future<?>>mapToObj(first -> threads.submit(() -> visit(left, first, deadline)))
            .toList(),
        VISITING);
    threads.shutdown();
  }

  /** Put off by each job that has ended; once it has passed, it has for all. */
  private static final class Deadline {
    private final long patienceNanos;
    private volatile long atNanos;

    Deadline(Duration patience) {
      this.patienceNanos = patience.toNanos();
      putOff();
    }

    void putOff() {
      if (!hasPassed()) {
        atNanos = System.nanoTime() + patienceNanos;
      }
    }

    boolean hasPassed() {
      return atNanos != 0 && System.nanoTime() - atNanos > 0;
    }
  }

  private void visit(Queue<String> left, int first, Deadline deadline) {
    int turn = first;
    for (String job = left.poll(); job != null; job = left.poll()) {
      Optional<JsonPath> status = status(job, turn++);
      while (!deadline.hasPassed() && status.filter(s -> !unfinished(s)).isEmpty()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        status = status(job, turn++);
      }
      deadline.putOff();
      if (status.isPresent()) {
        JsonPath end = status.get();
        ledger.add(Ledger.What.FINAL, job, end.getString("status") + " " + end.getInt("attempt"));
        for (int i = 0; i < nodes.size() && !fetch(nodes.get(turn % nodes.size()), job); i++) {
          turn++;
        }
      }
    }
  }

  private Optional<JsonPath> status(String job, int turn) {
    return visitor
        .get(nodes.get(turn % nodes.size()), "/job/" + job + "/status")
        .filter(answer -> answer.statusCode() == 200)
        .map(HttpResponse::body)
        .map(JsonPath::from);
  }

  private static boolean unfinished(JsonPath status) {
    return List.of("NotStarted", "Running").contains(status.getString("status"));
  }
}

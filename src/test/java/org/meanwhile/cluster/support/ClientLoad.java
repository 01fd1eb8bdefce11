package org.meanwhile.cluster.support;

import io.restassured.path.json.JsonPath;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.meanwhile.contract.support.Server;

/**
 * Clients that go on in spite of faults, and record what they were told. Each client looks at its
 * own jobs only, so that the facts of a job are in the ledger in order.
 */
public final class ClientLoad {
  private static final int CLIENTS = 4;
  private static final int PAUSE_MILLIS = 40;
  private static final int RUN_MILLIS = 250;
  private static final Duration ACCEPTED_LIMIT = Duration.ofMinutes(3);
  private static final Duration END_LIMIT = Duration.ofMinutes(2);
  private static final Duration CHECK_LIMIT = Duration.ofHours(1);

  private final List<Server> nodes;
  private final Ledger ledger;
  private final ImpatientClient visitor = new ImpatientClient();
  private final List<Future<?>> clients = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private final WaitingClient waiting;
  private volatile boolean stopped;

  public ClientLoad(List<Server> nodes, Ledger ledger) {
    this.nodes = nodes;
    this.ledger = ledger;
    this.waiting = new WaitingClient(nodes);
  }

  public ClientLoad start() {
    waiting.start();
    for (int client = 0; client < CLIENTS; client++) {
      Random random = new Random(client);
      clients.add(threads.submit(() -> runClient(random)));
    }
    return this;
  }

  private void runClient(Random random) {
    List<String> mine = new ArrayList<>();
    while (!stopped) {
      Server node = anyNode(random);
      int failing = random.nextInt(8) == 0 ? 1 + random.nextInt(Journal.MAX_ATTEMPTS) : 0;
      visitor
          .submit(node, new Journal.Input(random.nextInt(RUN_MILLIS), failing, false))
          .ifPresent(
              job -> {
                ledger.add(Ledger.Kind.ACCEPTED, job, failing);
                mine.add(job);
              });
      if (!mine.isEmpty() && random.nextInt(10) == 0) {
        cancel(anyNode(random), mine.get(mine.size() - 1));
      }
      if (!mine.isEmpty() && random.nextInt(3) == 0) {
        fetch(anyNode(random), mine.get(random.nextInt(mine.size())));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(PAUSE_MILLIS)));
    }
  }

  private Server anyNode(Random random) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private void cancel(Server node, String job) {
    ledger.add(Ledger.Kind.CANCELING, job, "-");
    visitor
        .ask(node, "DELETE", "/job/" + job, "")
        .filter(answer -> answer.statusCode() == 200)
        .ifPresent(answer -> ledger.add(Ledger.Kind.CANCELED, job, "-"));
  }

  /** Fetches the output; returns whether there was an answer. */
  private boolean fetch(Server node, String job) {
    Optional<HttpResponse<String>> response = visitor.get(node, "/job/" + job + "/output");
    response
        .filter(answer -> answer.statusCode() == 200)
        .ifPresent(answer -> ledger.add(Ledger.Kind.RESULT, job, answer.body()));
    return response.filter(answer -> answer.statusCode() < 500).isPresent();
  }

  /** Waits until so many more jobs were accepted. */
  public void awaitMore(int jobs) {
    int due = ledger.jobs().size() + jobs;
    Awaitility.await(due + " accepted jobs")
        .atMost(ACCEPTED_LIMIT)
        .until(() -> ledger.jobs().size() >= due);
  }

  /** Stops submitting jobs. */
  public ClientLoad stop() {
    stopped = true;
    waiting.stop();
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
   * Waits until every accepted job has ended, or until none has ended for two minutes, and records
   * the last status of each job. Asks all nodes in turn.
   */
  private void settle() {
    Queue<String> unchecked = new ConcurrentLinkedQueue<>(ledger.jobs());
    Deadline deadline = new Deadline(END_LIMIT);
    await(
        IntStream.range(0, CLIENTS)
            .<Future<?>>mapToObj(
                first -> threads.submit(() -> recordEnds(unchecked, first, deadline)))
            .toList(),
        CHECK_LIMIT);
    threads.shutdown();
  }

  /**
   * Stops submitting jobs, waits for the end of each, and compares what clients were told with what
   * runs did.
   *
   * @return a line for each broken guarantee; empty when all hold
   */
  public List<String> faults(RunLog log, Set<Checker.Guarantee> guarantees) {
    stop().settle();
    System.out.println(ledger.jobs().size() + " jobs were accepted; " + waiting.report());
    return Checker.faults(ledger.facts(), log.lines(), guarantees);
  }

  /** Is postponed by each job that has ended; once it has passed, it has passed for all jobs. */
  private static final class Deadline {
    private final long delayNanos;
    private volatile long atNanos;

    Deadline(Duration delay) {
      this.delayNanos = delay.toNanos();
      postpone();
    }

    void postpone() {
      if (!hasPassed()) {
        atNanos = System.nanoTime() + delayNanos;
      }
    }

    boolean hasPassed() {
      return atNanos != 0 && System.nanoTime() - atNanos > 0;
    }
  }

  private void recordEnds(Queue<String> unchecked, int first, Deadline deadline) {
    int turn = first;
    for (String job = unchecked.poll(); job != null; job = unchecked.poll()) {
      Optional<JsonPath> status = status(job, turn++);
      while (!deadline.hasPassed() && status.filter(s -> !isUnfinished(s)).isEmpty()) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        status = status(job, turn++);
      }
      deadline.postpone();
      if (status.isPresent()) {
        JsonPath end = status.get();
        ledger.add(Ledger.Kind.FINAL, job, end.getString("status") + " " + end.getInt("attempt"));
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

  private static boolean isUnfinished(JsonPath status) {
    return List.of("NotStarted", "Running").contains(status.getString("status"));
  }
}

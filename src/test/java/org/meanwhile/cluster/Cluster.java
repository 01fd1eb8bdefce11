package org.meanwhile.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.meanwhile.contract.support.Server;

/** Three nodes over one PostgreSQL, each with a wire of its own to it. */
final class Cluster implements CloseableResource {
  static final int NODES = 3;

  /** Many times shorter than an operator's, so that what takes a lease's time takes seconds. */
  static final Duration DEAD_AFTER = Duration.ofSeconds(4);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path directory;
  private final Postgres database;
  private final RunLog log;
  private final List<Wire> wires = new ArrayList<>();
  private final List<Server> nodes = new ArrayList<>();

  /**
   * @param name of its directory below target/, unlike any other's
   */
  Cluster(String name) {
    directory = Path.of(System.getProperty("it.directory"), name).toAbsolutePath();
    database = new Postgres(directory.resolve("postgres"));
    log = new RunLog(directory.resolve("runs.log"));
  }

  Cluster start() {
    return start((node, index) -> {});
  }

  /**
   * Returns when all are ready.
   *
   * @param settings what is particular to a node
   */
  Cluster start(BiConsumer<Server, Integer> settings) {
    database.start();
    Path war;
    try {
      war = JournalWar.in(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < NODES; i++) {
      Wire wire = new Wire(database.port());
      Server node = new Server(directory.getFileName() + "/node-" + i).withWar(war);
      node.with("meanwhile.db.class", "org.postgresql.ds.PGSimpleDataSource")
          .with("meanwhile.db.url", url(wire.port()))
          .with("meanwhile.db.user", Postgres.USER)
          .with("meanwhile.db.password", "none")
          .with("meanwhile.work.heartbeat", "PT0.5S")
          .with("meanwhile.work.dead-after", DEAD_AFTER)
          .with("meanwhile.work.back-off", "PT0.1S")
          .with("meanwhile.callback.allow", "127.0.0.1/32")
          .with("meanwhile.callback.poll-interval", "PT0.1S")
          .with(Journal.FILE, log.file());
      settings.accept(node, i);
      wires.add(wire);
      nodes.add(node);
    }
    startAll(nodes);
    return this;
  }

  /** Each in a thread of its own: they mostly wait. */
  static void startAll(List<Server> nodes) {
    List<CompletableFuture<Void>> starts =
        nodes.stream()
            .map(node -> CompletableFuture.runAsync(node::start, task -> new Thread(task).start()))
            .toList();
    starts.forEach(CompletableFuture::join);
  }

  /**
   * As cluster.md tells operators: a node that was paused in the middle of a transaction must not
   * keep its locks, and one that is cut off must not wait for ever.
   */
  static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:"
        + port
        + "/postgres?connectTimeout=2&socketTimeout=10"
        + "&options=-c%20idle_in_transaction_session_timeout=20s";
  }

  Postgres database() {
    return database;
  }

  RunLog log() {
    return log;
  }

  List<Server> nodes() {
    return nodes;
  }

  Server node(int index) {
    return nodes.get(index);
  }

  Wire wire(int index) {
    return wires.get(index);
  }

  Ledger newLedger() {
    return new Ledger(directory.resolve("ledger-" + UUID.randomUUID() + ".log"));
  }

  /** The id of a job that must be accepted. */
  String submit(Server node, Journal.Input input) {
    Optional<HttpResponse<String>> answer = new Visitor().create(node, input);
    return answer
        .flatMap(Visitor::accepted)
        .orElseThrow(
            () ->
                new AssertionError(
                    "not accepted: " + answer.map(HttpResponse::body).orElse("no answer")));
  }

  /** The node on which a job was begun first. */
  Server awaitRunner(String job) {
    Awaitility.await("a run of " + job)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !log.nodesOf(job).isEmpty());
    long pid = log.nodesOf(job).get(0);
    return nodes.stream().filter(node -> node.pid() == pid).findFirst().orElseThrow();
  }

  /** Whatever was done to it, all of it works again. */
  void repair() {
    wires.forEach(Wire::heal);
    nodes.stream().filter(Server::isAlive).forEach(Server::resume);
    startAll(nodes.stream().filter(node -> !node.isAlive()).toList());
    for (Server node : nodes) {
      Awaitility.await(node.directory().toString())
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(node::isReady);
    }
  }

  @Override
  public void close() {
    nodes.forEach(Server::close);
    wires.forEach(Wire::close);
    database.close();
  }
}

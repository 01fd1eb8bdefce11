package org.meanwhile.cluster.support;

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

/** Three nodes over one PostgreSQL, each with a {@link NetworkLink} of its own to the database. */
public final class Cluster implements AutoCloseable, CloseableResource {
  public static final int NODES = 3;

  /** Much shorter than the default, so that a dead node is detected within seconds. */
  static final Duration DEAD_AFTER = Duration.ofSeconds(4);

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path directory;
  private final Postgres database;
  private final RunLog log;
  private final List<NetworkLink> links = new ArrayList<>();
  private final List<Server> nodes = new ArrayList<>();
  private Path war;

  /**
   * @param name the name of its directory below target/, which no other cluster has
   */
  Cluster(String name) {
    directory = Path.of(System.getProperty("it.directory"), name).toAbsolutePath();
    database = new Postgres(directory.resolve("postgres"));
    log = new RunLog(directory.resolve("runs.log"));
  }

  /** Starts a cluster whose nodes have another WAR than the one that Maven built. */
  public static Cluster of(String name, Path original) {
    return new Cluster(name).start(original, (node, index) -> {});
  }

  Cluster start() {
    return start((node, index) -> {});
  }

  /**
   * Starts all nodes, and returns when all are ready.
   *
   * @param settings adds the settings of a single node, given its index
   */
  Cluster start(BiConsumer<Server, Integer> settings) {
    return start(built(), settings);
  }

  private static Path built() {
    return Path.of(System.getProperty("it.war"));
  }

  private Cluster start(Path original, BiConsumer<Server, Integer> settings) {
    database.start();
    war = JournalWar.of(original, directory.resolve("journal.war"));
    for (int i = 0; i < NODES; i++) {
      NetworkLink link = new NetworkLink(database.port());
      Server node = newNode("node-" + i, link.port()).withWar(war);
      settings.accept(node, i);
      links.add(link);
      nodes.add(node);
    }
    startAll(nodes);
    return this;
  }

  /** One more node, which is the caller's to start and to close; no repair looks after it. */
  public Server newNode(String name) {
    return newNode(name, database.port()).withWar(war);
  }

  private Server newNode(String name, int databasePort) {
    return new Server(directory.getFileName() + "/" + name)
        .with("meanwhile.db.class", "org.postgresql.ds.PGSimpleDataSource")
        .with("meanwhile.db.url", url(databasePort))
        .with("meanwhile.db.user", Postgres.USER)
        .with("meanwhile.db.password", "none")
        .with("meanwhile.work.heartbeat", "PT0.5S")
        .with("meanwhile.work.dead-after", DEAD_AFTER)
        .with("meanwhile.work.back-off", "PT0.1S")
        .with("meanwhile.worker.steady.title", "Done by workers that are well")
        .with("meanwhile.worker.shaky.lease", "PT10S")
        .with("meanwhile.callback.allow", "127.0.0.1/32")
        .with("meanwhile.callback.poll-interval", "PT0.1S")
        .with("meanwhile.export.readings.sql", "SELECT * FROM reading ORDER BY id")
        .with(Journal.FILE, log.file());
  }

  /** Stops a node, and starts it with the WAR that Maven built. */
  public void upgrade(int index) {
    Server node = nodes.get(index);
    node.stop();
    node.withWar(JournalWar.of(built(), directory.resolve("upgrade-" + index + ".war"))).start();
  }

  /** Starts the nodes in parallel. */
  static void startAll(List<Server> nodes) {
    List<CompletableFuture<Void>> starts =
        nodes.stream()
            .map(node -> CompletableFuture.runAsync(node::start, task -> new Thread(task).start()))
            .toList();
    starts.forEach(CompletableFuture::join);
  }

  /**
   * The JDBC URL with the options that cluster.md tells operators to set: a node that is paused in
   * a transaction must not keep its locks, and a node that is cut off must not wait for ever.
   */
  public static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:"
        + port
        + "/postgres?connectTimeout=2&socketTimeout=10"
        + "&options=-c%20idle_in_transaction_session_timeout=20s";
  }

  public Postgres database() {
    return database;
  }

  public RunLog log() {
    return log;
  }

  public List<Server> nodes() {
    return nodes;
  }

  public Server node(int index) {
    return nodes.get(index);
  }

  public NetworkLink link(int index) {
    return links.get(index);
  }

  public Ledger newLedger() {
    return new Ledger(directory.resolve("ledger-" + UUID.randomUUID() + ".log"));
  }

  /** Submits a job, which must be accepted, and returns its id. */
  public String submit(Server node, Journal.Input input) {
    Optional<HttpResponse<String>> response = new ImpatientClient().create(node, input);
    return response
        .flatMap(ImpatientClient::accepted)
        .orElseThrow(
            () ->
                new AssertionError(
                    "not accepted: " + response.map(HttpResponse::body).orElse("no answer")));
  }

  /** Waits until a job runs; returns the node of its first run. */
  public Server awaitRunner(String job) {
    Awaitility.await("a run of " + job)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !log.nodesOf(job).isEmpty());
    long pid = log.nodesOf(job).get(0);
    return nodes.stream().filter(node -> node.pid() == pid).findFirst().orElseThrow();
  }

  /** Heals all links, resumes or restarts all nodes, and waits until all are ready. */
  public void repair() {
    links.forEach(NetworkLink::heal);
    nodes.stream().filter(Server::isAlive).forEach(Server::resume);
    startAll(nodes.stream().filter(node -> !node.isAlive()).toList());
    for (Server node : nodes) {
      Awaitility.await(node.directory().toString())
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(100))
          .until(node::isReady);
    }
  }

  @Override
  public void close() {
    nodes.forEach(Server::close);
    links.forEach(NetworkLink::close);
    database.close();
  }
}

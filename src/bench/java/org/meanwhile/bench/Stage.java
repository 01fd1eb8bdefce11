package org.meanwhile.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.meanwhile.bench.peer.Handlers;
import org.meanwhile.bench.peer.Library;
import org.meanwhile.bench.peer.RunningPeer;
import org.meanwhile.bench.server.Database;
import org.meanwhile.bench.server.JobTable;
import org.meanwhile.bench.server.Node;
import org.meanwhile.bench.server.Postgres;

/** The servers that all measurements share: one PostgreSQL, and one node with its database. */
final class Stage implements AutoCloseable {
  /** The flags of every contender's JVM. */
  static final List<String> FLAGS = List.of("-Xms1g", "-Xmx1g");

  /** The settings of the nodes. The default limits would refuse hundreds of thousands of jobs. */
  static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.of(
              "meanwhile.work.slots", "20",
              "meanwhile.queue.max-waiting", "10000000",
              "meanwhile.caller.max-unfinished-jobs", "10000000"));

  private final Postgres postgres = new Postgres();
  private final Host host = anotherHost("meanwhile", Map.of(), Host.builtWar());

  /** The node that most measurements use, with its database. */
  Host host() {
    return host;
  }

  Database database() {
    return host.database();
  }

  JobTable jobs() {
    return host.jobs();
  }

  Node node() {
    return host.node();
  }

  /**
   * Starts a node with a database of its own; the caller closes it. See {@link Host#start}.
   *
   * @param name no other host's name
   */
  Host anotherHost(String name, Map<String, String> settings, String war) {
    return Host.start(postgres, name, settings, war);
  }

  /** Creates another database; the caller closes it. */
  Database anotherDatabase(String name) {
    return postgres.create(name);
  }

  /** Starts another node with the same database; the caller closes it. */
  Node anotherNode(String name) {
    return new Node(name, database(), FLAGS, SETTINGS);
  }

  /** Starts another node with half of the heap; the caller closes it. */
  Node smallNode(String name) {
    return new Node(name, database(), List.of("-Xmx512m"), SETTINGS);
  }

  /** Starts a peer; the caller closes it. */
  RunningPeer peer(Library library, Handlers handlers) {
    return new RunningPeer(library, handlers, postgres, FLAGS);
  }

  @Override
  public void close() {
    host.close();
    postgres.close();
  }
}

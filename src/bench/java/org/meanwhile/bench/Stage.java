package org.meanwhile.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.meanwhile.bench.peer.Library;
import org.meanwhile.bench.peer.RunningPeer;
import org.meanwhile.bench.server.Database;
import org.meanwhile.bench.server.JobTable;
import org.meanwhile.bench.server.Node;
import org.meanwhile.bench.server.Postgres;

/** What all measurements share: one PostgreSQL, and one node over its database. */
final class Stage implements AutoCloseable {
  /** Of every contender's JVM, whatever it is. */
  static final List<String> FLAGS = List.of("-Xms1g", "-Xmx1g");

  /** Meanwhile's own; the limits would refuse what is submitted here by the hundred thousand. */
  static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.of(
              "meanwhile.work.slots", "20",
              "meanwhile.queue.max-waiting", "10000000",
              "meanwhile.caller.max-unfinished-jobs", "10000000"));

  private final Postgres postgres = new Postgres();
  private final Database database = postgres.create("bench_meanwhile");
  private final JobTable jobs = new JobTable(database);
  private final Node node = anotherNode("node");

  Database database() {
    return database;
  }

  JobTable jobs() {
    return jobs;
  }

  /** The node that is measured. */
  Node node() {
    return node;
  }

  /** One more over the same database; the caller closes it. */
  Node anotherNode(String name) {
    return new Node(name, database, FLAGS, SETTINGS);
  }

  /** One more with half of the heap; the caller closes it. */
  Node smallNode(String name) {
    return new Node(name, database, List.of("-Xmx512m"), SETTINGS);
  }

  /** Starts a peer; the caller closes it. */
  RunningPeer peer(Library library) {
    return new RunningPeer(library, postgres, FLAGS);
  }

  @Override
  public void close() {
    node.close();
    database.close();
    postgres.close();
  }
}

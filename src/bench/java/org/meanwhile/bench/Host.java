package org.meanwhile.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.meanwhile.bench.server.Database;
import org.meanwhile.bench.server.JobTable;
import org.meanwhile.bench.server.Node;
import org.meanwhile.bench.server.Postgres;

/** A node of the WAR with a database of its own. */
record Host(Database database, JobTable jobs, Node node) implements AutoCloseable {

  /**
   * Starts a node; the caller closes it.
   *
   * @param name the end of the name of its database and directory
   * @param settings settings that differ from {@link Stage#SETTINGS}
   * @param war the path of the WAR
   */
  static Host start(Postgres postgres, String name, Map<String, String> settings, String war) {
    Database database = postgres.create("bench_" + name);
    Map<String, String> all = new TreeMap<>(Stage.SETTINGS);
    all.putAll(settings);
    return new Host(
        database, new JobTable(database), new Node(name, database, Stage.FLAGS, all, war));
  }

  /** The WAR that this build made. */
  static String builtWar() {
    return System.getProperty("bench.war");
  }

  /**
   * An earlier WAR to measure beside this one, from {@code -Dbench.before}; empty for none.
   *
   * @return a list of at most one
   */
  static List<String> earlierWar() {
    String war = System.getProperty("bench.before", "");
    return war.isEmpty() ? List.of() : List.of(war);
  }

  @Override
  public void close() {
    node.close();
    database.close();
  }
}

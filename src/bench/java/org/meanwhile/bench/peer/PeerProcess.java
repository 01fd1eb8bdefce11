package org.meanwhile.bench.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The process of one peer. Arguments: the name of the {@link Library}, JDBC URL, user, workers,
 * milliseconds of each job. It answers each line on its standard input by a line on its standard
 * output: {@code store N} by {@code stored}, {@code drain} by {@code drained} and the time of the
 * first execution, {@code pause} by {@code paused}. It ends with its input.
 */
final class PeerProcess {
  /** Connections for other work of the library than its threads do. */
  private static final int SPARE_CONNECTIONS = 8;

  private PeerProcess() {}

  public static void main(String[] arguments) throws Exception {
    Handlers handlers =
        new Handlers(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
    Executions.last(handlers.millis());
    Peer peer = peer(Library.valueOf(arguments[0]), arguments[1], arguments[2], handlers.workers());
    System.out.println("ready");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("drain")) {
        peer.start();
        System.out.println("drained " + Executions.awaitAll());
      } else if (line.equals("pause")) {
        peer.pause();
        System.out.println("paused");
      } else {
        int jobs = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
        Executions.expect(jobs);
        peer.store(jobs);
        System.out.println("stored");
      }
    }
    // The threads of the library would keep the JVM alive.
    Runtime.getRuntime().halt(0);
  }

  private static Peer peer(Library library, String url, String user, int workers) throws Exception {
    int connections = workers + SPARE_CONNECTIONS;
    return switch (library) {
      case DB_SCHEDULER -> new DbSchedulerPeer(pool(url, user, connections), workers);
      case JOBRUNR -> new JobRunrPeer(pool(url, user, connections), workers);
      case QUARTZ -> new QuartzPeer(pool(url, user, connections), url, user, workers, connections);
      case PG_BOSS, GRAPHILE_WORKER -> throw new IllegalArgumentException(library + " has no JVM");
    };
  }

  private static DataSource pool(String url, String user, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(user);
    config.setMaximumPoolSize(connections);
    return new HikariDataSource(config);
  }

  static void execute(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String resource(Class<?> beside, String name) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

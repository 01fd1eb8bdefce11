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
 * The process of one peer. Arguments: the name of the {@link Library}, JDBC URL, user. It answers
 * each line on its standard input by a line on its standard output: {@code store N} by {@code
 * stored}, {@code drain} by {@code drained} and the time of the first execution, {@code pause} by
 * {@code paused}. It ends with its input.
 */
final class PeerProcess {
  /** One connection for each of the 20 threads, and some for other work of the library. */
  static final int CONNECTIONS = 28;

  static final int THREADS = 20;

  private PeerProcess() {}

  public static void main(String[] arguments) throws Exception {
    Peer peer = peer(arguments[0], arguments[1], arguments[2]);
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

  private static Peer peer(String library, String url, String user) throws Exception {
    return switch (Library.valueOf(library)) {
      case DB_SCHEDULER -> new DbSchedulerPeer(pool(url, user));
      case JOBRUNR -> new JobRunrPeer(pool(url, user));
      case QUARTZ -> new QuartzPeer(pool(url, user), url, user);
    };
  }

  private static DataSource pool(String url, String user) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(user);
    config.setMaximumPoolSize(CONNECTIONS);
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

package org.meanwhile.bench.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Inserts rows like those of pgbench's history table, one at a time, by several clients; each
 * insert is a transaction. The result is the limit of the database itself.
 *
 * <p>Arguments: seconds of warm-up, seconds measured, JDBC URL, user, clients. Writes a {@link
 * LoadResult} with status 0 and without latencies.
 */
public final class InsertLoad {
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS bench_history
        (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22))
      """;

  private static final String INSERT =
      """
      INSERT INTO bench_history (tid, bid, aid, delta, mtime)
      VALUES (?, ?, ?, ?, CURRENT_TIMESTAMP)
      """;

  private InsertLoad() {}

  public static void main(String[] arguments) throws Exception {
    long warmUpNanos = TimeUnit.SECONDS.toNanos(Integer.parseInt(arguments[0]));
    long nanos = TimeUnit.SECONDS.toNanos(Integer.parseInt(arguments[1]));
    int clients = Integer.parseInt(arguments[4]);
    try (Connection c = connect(arguments);
        Statement statement = c.createStatement()) {
      statement.execute(TABLE);
      statement.execute("TRUNCATE bench_history");
    }
    LongAdder inserted = new LongAdder();
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      long start = System.nanoTime() + warmUpNanos;
      List<Future<Void>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        running.add(threads.submit(client(arguments, start + nanos, inserted)));
      }
      TimeUnit.NANOSECONDS.sleep(warmUpNanos);
      long began = System.nanoTime();
      long before = inserted.sum();
      for (Future<Void> client : running) {
        client.get();
      }
      System.out.println((System.nanoTime() - began) + " 0 0 0 " + (inserted.sum() - before));
    } finally {
      threads.shutdownNow();
    }
  }

  private static Connection connect(String[] arguments) throws SQLException {
    return DriverManager.getConnection(arguments[2], arguments[3], arguments[3]);
  }

  private static Callable<Void> client(String[] arguments, long end, LongAdder inserted) {
    return () -> {
      try (Connection c = connect(arguments);
          PreparedStatement insert = c.prepareStatement(INSERT)) {
        for (int n = 0; System.nanoTime() < end; n++) {
          insert(insert, n);
          inserted.increment();
        }
      }
      return null;
    };
  }

  private static void insert(PreparedStatement insert, int n) throws SQLException {
    for (int i = 1; i <= 4; i++) {
      insert.setInt(i, n);
    }
    insert.executeUpdate();
  }
}

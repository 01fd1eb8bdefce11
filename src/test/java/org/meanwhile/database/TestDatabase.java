package org.meanwhile.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * An empty database of one test class, migrated as the application migrates it. Its sessions have a
 * time zone that the JVM is unlikely to have.
 */
public final class TestDatabase implements AutoCloseable {
  private static final String ZONE = "SET TIME ZONE 'Pacific/Chatham'";
  private static final int CONNECTIONS = 8;
  private static final List<String> TABLES =
      List.of(
          "worker_lease",
          "worker_operation",
          "worker",
          "job_log",
          "job_after",
          "group_state",
          "bulk_target",
          "bulk_selection",
          "delivery_try",
          "delivery",
          "job_callback",
          "share",
          "output",
          "job_request",
          "job",
          "node",
          "chunk",
          "chunk_tail",
          "content",
          "schedule",
          "operation_pause",
          "operation_run",
          "operation_minute");

  private final HikariDataSource pool;
  private final String countBlocked;
  private final TappedSource tapped;
  private final DatabaseState state = new DatabaseState();
  private final Database database;

  private TestDatabase(String url, String user, String countBlocked) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setConnectionInitSql(ZONE);
    config.setMaximumPoolSize(CONNECTIONS);
    this.pool = new HikariDataSource(config);
    this.countBlocked = countBlocked;
    this.tapped = new TappedSource(pool);
    this.database = new Database(tapped.source());
    database.reportTo(state);
    Migrations.migrate(database);
  }

  /** An embedded H2 as the application opens it, but in memory. */
  public static TestDatabase h2() {
    return new TestDatabase(
        "jdbc:h2:mem:" + name() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
        "meanwhile",
        // H2 retries an insert that conflicts with another one, without naming a blocker.
        """
        SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS
         WHERE BLOCKER_ID IS NOT NULL OR EXECUTING_STATEMENT LIKE 'INSERT INTO %'
        """);
  }

  public static TestDatabase postgres() {
    return new TestDatabase(
        Postgres.create(name()),
        "postgres",
        """
        SELECT COUNT(*) FROM pg_stat_activity
         WHERE wait_event_type = 'Lock' AND datname = current_database()
        """);
  }

  private static String name() {
    return "test_" + UUID.randomUUID().toString().replace('-', '_').toLowerCase(Locale.ROOT);
  }

  public Database database() {
    return database;
  }

  public TappedSource tapped() {
    return tapped;
  }

  /** Whether a session waits for a lock that another session holds. */
  public boolean somebodyWaits() {
    return database.transaction(c -> Rows.query(c, countBlocked, row -> row.getInt(1))).get(0) > 0;
  }

  /** Deletes all rows of all tables; the failures of an earlier test are over. */
  public void clear() {
    database.transaction(
        c -> {
          for (String table : TABLES) {
            Rows.update(c, "DELETE FROM " + table);
          }
          return null;
        });
    state.wrote(System.nanoTime());
  }

  @Override
  public void close() {
    pool.close();
  }
}

package org.meanwhile.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/**
 * A later version migrates the tables of an earlier one while nodes of that version are at work.
 */
class MigrationsIT {
  private static final String EARLIER_VERSION = "8";

  private static final String INSERT_JOB =
      """
      INSERT INTO job (id, operation, caller, status, priority, run_at, attempt, max_attempts,
                       crashes, rerunnable, claim, version, created_at, timeout_ms, retain_ms,
                       tombstone_ms, labels)
      VALUES (gen_random_uuid(), 'copy', 'alice', 'WAITING', 0, now(), 0, 1, 0, true, 0, 0, now(), 1,
              1, 1, '')
      """;

  private static final String TERMINATE_BLOCKED_SESSIONS =
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE wait_event_type = 'Lock' AND datname = current_database()
      """;

  @Test
  void a_migration_may_take_longer_than_the_network_timeout() throws Exception {
    try (Upgrade upgrade = new Upgrade("of_an_earlier_version")) {
      upgrade.statement.execute("SELECT pg_sleep(5)");
      assertThat(upgrade.migration).isNotDone();
      upgrade.nodeConnection.commit();

      upgrade.migration.join();
      ResultSet listed = upgrade.statement.executeQuery("SELECT caller FROM job_request");
      assertThat(listed.next()).isTrue();
      assertThat(listed.getString(1)).isEqualTo("alice");
      try (Connection one = upgrade.pool.getConnection()) {
        assertThat(one.getNetworkTimeout()).as("restored network timeout").isEqualTo(3000);
      }
    }
  }

  @Test
  void a_migration_whose_connection_is_lost_fails_with_the_cause() throws Exception {
    try (Upgrade upgrade = new Upgrade("of_an_earlier_version_too")) {
      Awaitility.await()
          .until(() -> upgrade.statement.executeQuery(TERMINATE_BLOCKED_SESSIONS).next());

      assertThatThrownBy(upgrade.migration::join).hasStackTraceContaining("terminating connection");
    }
  }

  /** A migration that waits for the transaction of a node that is at work. */
  private static final class Upgrade implements AutoCloseable {
    private final Connection nodeConnection;
    private final Statement statement;
    private final HikariDataSource pool;
    private final CompletableFuture<Void> migration;

    Upgrade(String database) throws SQLException {
      String url = Postgres.create(database);
      migrate(url, EARLIER_VERSION);
      nodeConnection = DriverManager.getConnection(url);
      statement = nodeConnection.createStatement();
      statement.execute(INSERT_JOB);
      statement.execute("INSERT INTO job_request SELECT id, '{}' FROM job");
      nodeConnection.setAutoCommit(false);
      statement.execute("DELETE FROM job_request WHERE false");
      pool = poolWithShortTimeout(url);
      migration = CompletableFuture.runAsync(() -> Migrations.migrate(new Database(pool)));
    }

    @Override
    public void close() throws SQLException {
      nodeConnection.close();
      pool.close();
    }
  }

  private static void migrate(String url, String target) {
    Flyway.configure()
        .dataSource(url, "postgres", "")
        .locations("classpath:db/migration/postgresql")
        .target(target)
        .load()
        .migrate();
  }

  private static HikariDataSource poolWithShortTimeout(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url + "&socketTimeout=3");
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }
}

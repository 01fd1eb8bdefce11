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

/** A later version finds the tables of an earlier one, and nodes at work. */
class MigrationsIT {
  private static final String BEFORE = "8";

  private static final String A_JOB =
      """
      INSERT INTO job (id, operation, caller, status, priority, run_at, attempt, max_attempts,
                       crashes, rerunnable, claim, version, created_at, timeout_ms, retain_ms,
                       tombstone_ms, labels)
      VALUES (gen_random_uuid(), 'copy', 'alice', 'WAITING', 0, now(), 0, 1, 0, true, 0, 0, now(), 1,
              1, 1, '')
      """;

  private static final String END_WHO_WAITS =
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE wait_event_type = 'Lock' AND datname = current_database()
      """;

  @Test
  void take_them_over_however_long_that_takes() throws Exception {
    try (Upgrade upgrade = new Upgrade("of_an_earlier_version")) {
      upgrade.statement.execute("SELECT pg_sleep(5)");
      assertThat(upgrade.migrated).isNotDone();
      upgrade.node.commit();

      upgrade.migrated.join();
      ResultSet listed = upgrade.statement.executeQuery("SELECT caller FROM job_request");
      assertThat(listed.next()).isTrue();
      assertThat(listed.getString(1)).isEqualTo("alice");
      try (Connection one = upgrade.pool.getConnection()) {
        assertThat(one.getNetworkTimeout()).as("as it was").isEqualTo(3000);
      }
    }
  }

  @Test
  void tell_why_they_failed_when_their_connection_went() throws Exception {
    try (Upgrade upgrade = new Upgrade("of_an_earlier_version_too")) {
      Awaitility.await().until(() -> upgrade.statement.executeQuery(END_WHO_WAITS).next());

      assertThatThrownBy(upgrade.migrated::join).hasStackTraceContaining("terminating connection");
    }
  }

  /** A migration that waits for a node's transaction. */
  private static final class Upgrade implements AutoCloseable {
    private final Connection node;
    private final Statement statement;
    private final HikariDataSource pool;
    private final CompletableFuture<Void> migrated;

    Upgrade(String database) throws SQLException {
      String url = Postgres.create(database);
      migrate(url, BEFORE);
      node = DriverManager.getConnection(url);
      statement = node.createStatement();
      statement.execute(A_JOB);
      statement.execute("INSERT INTO job_request SELECT id, '{}' FROM job");
      node.setAutoCommit(false);
      statement.execute("DELETE FROM job_request WHERE false");
      pool = impatient(url);
      migrated = CompletableFuture.runAsync(() -> Migrations.migrate(new Database(pool)));
    }

    @Override
    public void close() throws SQLException {
      node.close();
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

  private static HikariDataSource impatient(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url + "&socketTimeout=3");
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }
}

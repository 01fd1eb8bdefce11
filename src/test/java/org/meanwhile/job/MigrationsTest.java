package org.meanwhile.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A later version finds the tables of an earlier one, and nodes at work. */
class MigrationsTest {
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
    String url = Postgres.create("of_an_earlier_version");
    migrate(url, BEFORE);

    try (Connection node = DriverManager.getConnection(url);
        Statement statement = node.createStatement();
        HikariDataSource pool = impatient(url)) {
      statement.execute(A_JOB);
      statement.execute("INSERT INTO job_request SELECT id, '{}' FROM job");
      node.setAutoCommit(false);
      statement.execute("DELETE FROM job_request WHERE false");
      CompletableFuture<Void> migrated =
          CompletableFuture.runAsync(() -> Migrations.migrate(new Database(pool)));
      statement.execute("SELECT pg_sleep(5)");
      assertThat(migrated).isNotDone();
      node.commit();

      migrated.join();
      ResultSet listed = statement.executeQuery("SELECT caller FROM job_request");
      assertThat(listed.next()).isTrue();
      assertThat(listed.getString(1)).isEqualTo("alice");
      try (Connection one = pool.getConnection()) {
        assertThat(one.getNetworkTimeout()).as("as it was").isEqualTo(3000);
      }
    }
  }

  @Test
  void tell_why_they_failed_when_their_connection_went() throws Exception {
    String url = Postgres.create("of_an_earlier_version_too");
    migrate(url, BEFORE);

    try (Connection node = DriverManager.getConnection(url);
        Statement statement = node.createStatement();
        HikariDataSource pool = impatient(url)) {
      node.setAutoCommit(false);
      statement.execute("DELETE FROM job_request WHERE false");
      CompletableFuture<Void> migrated =
          CompletableFuture.runAsync(() -> Migrations.migrate(new Database(pool)));
      Awaitility.await()
          .until(
              () -> {
                ResultSet ended = statement.executeQuery(END_WHO_WAITS);
                return ended.next();
              });

      assertThatThrownBy(migrated::join).hasStackTraceContaining("terminating connection");
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

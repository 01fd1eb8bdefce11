package org.meanwhile.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Limits and verdicts that only a real PostgreSQL can show. */
class DatabaseIT {
  /** A data source of its own for each: one that is used again keeps the parameters of before. */
  private static Database database(String parameters) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(
        Postgres.create("database_" + UUID.randomUUID().toString().replace('-', '_')) + parameters);
    return new Database(source);
  }

  @Test
  void a_statement_that_is_not_answered_within_its_limit_is_an_outage() {
    Database database = database("&socketTimeout=60");
    Database impatient = database.within(Duration.ofMillis(200));

    assertThatThrownBy(() -> impatient.read(c -> Rows.query(c, "SELECT pg_sleep(30)", row -> 1)))
        .isInstanceOf(DatabaseFailure.class)
        .matches(DatabaseFailure::isUnavailable);
    assertThat(database.isAway()).as("the state is that of all its views").isTrue();
    assertThat(impatient.<Integer>read(c -> c.getNetworkTimeout())).isEqualTo(200);
  }

  @Test
  void a_shorter_timeout_of_the_url_is_kept() {
    assertThat(database("&socketTimeout=1").<Integer>read(c -> c.getNetworkTimeout()))
        .isEqualTo(1000);
    assertThat(database("").within(Database.NO_LIMIT).<Integer>read(c -> c.getNetworkTimeout()))
        .as("none at all")
        .isZero();
  }

  @Test
  void a_server_that_takes_no_writes_is_away() throws SQLException {
    Database database = database("&options=-c%20default_transaction_read_only=on");

    assertThat(database.isReachable()).isFalse();
    assertThatThrownBy(() -> database.transaction(c -> Rows.update(c, "CREATE TABLE t (i int)")))
        .matches(DatabaseFailure::isUnavailable);
    assertThat(database("").isReachable()).isTrue();
  }

  @Test
  void a_session_that_the_server_ended_is_an_outage() {
    Database database = database("");

    assertThatThrownBy(
            () ->
                database.read(
                    c -> Rows.query(c, "SELECT pg_terminate_backend(pg_backend_pid())", row -> 1)))
        .matches(DatabaseFailure::isUnavailable);
  }
}

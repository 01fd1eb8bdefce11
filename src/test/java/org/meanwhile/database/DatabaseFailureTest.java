package org.meanwhile.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFailureTest {

  private static DatabaseFailure failure(String state) {
    return new DatabaseFailure(new SQLException("reason", state));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "08006", "53300", "57P01", "58030", "90098"})
  void connection_resource_and_shutdown_states_mean_an_unavailable_database(String state) {
    assertThat(DatabaseFailure.isUnavailable(failure(state))).isTrue();
    assertThat(DatabaseFailure.isTransient(failure(state))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"40001", "40P01", "HYT00"})
  void conflicts_with_other_transactions_are_transient(String state) {
    assertThat(DatabaseFailure.isTransient(failure(state))).isTrue();
    assertThat(DatabaseFailure.isUnavailable(failure(state))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "42P01", "22001"})
  void refused_statements_are_not_transient(String state) {
    assertThat(DatabaseFailure.isTransient(failure(state))).isFalse();
  }

  @Test
  void a_unique_violation_is_told_from_other_failures() {
    assertThat(failure("23505").isUniqueViolation()).isTrue();
    assertThat(failure("23503").isUniqueViolation()).isFalse();
  }

  @Test
  void an_unavailable_database_is_found_among_the_causes() {
    Exception outer = new IllegalStateException(new RuntimeException(failure("08006")));

    assertThat(DatabaseFailure.isUnavailable(outer)).isTrue();
    assertThat(DatabaseFailure.isUnavailable(new IllegalStateException("other"))).isFalse();
  }

  @Test
  void a_circle_of_causes_ends_the_search() {
    Exception first = new IllegalStateException("first");
    Exception second = new IllegalStateException("second", first);
    first.initCause(second);

    assertThat(DatabaseFailure.isUnavailable(first)).isFalse();
  }
}

package org.meanwhile.database;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBException;
import jakarta.ejb.EJBTransactionRolledbackException;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
  @CsvSource({"40001", "40P01", "55P03", "HYT00"})
  void conflicts_with_other_transactions_are_transient(String state) {
    assertThat(DatabaseFailure.isTransient(failure(state))).isTrue();
    assertThat(DatabaseFailure.isUnavailable(failure(state))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "42P01", "22001"})
  void refused_statements_are_not_transient(String state) {
    assertThat(DatabaseFailure.isTransient(failure(state))).isFalse();
  }

  private static Throwable sql(String state, Throwable... causes) {
    SQLException failure = new SQLException("reason", state);
    for (Throwable cause : causes) {
      failure.initCause(cause);
    }
    return failure;
  }

  private static Throwable xa(int code) {
    SystemException failure = new SystemException();
    failure.initCause(new XAException(code));
    return failure;
  }

  private static Throwable jta(int code) {
    return new SystemException(code);
  }

  private static Throwable batch(String first, String next) {
    SQLException failure = new BatchUpdateException("batch", first, new int[0]);
    failure.setNextException(new SQLException("next", next));
    return failure;
  }

  private static Throwable suppressing(Throwable failure, Throwable suppressed) {
    failure.addSuppressed(suppressed);
    return failure;
  }

  static Stream<Throwable> outages() {
    return Stream.of(
        sql("57P01"),
        sql("57P02"),
        sql("57P03"),
        sql("25006"),
        sql("25P03"),
        sql("53100"),
        sql("53200"),
        sql("08003"),
        new SQLException("Error in allocating a connection. Cause: no free connection"),
        sql("08006", new SocketTimeoutException("Read timed out")),
        sql("HY000", sql("90098")),
        sql("HY000", new IOException("No space left on device")),
        sql("HY000", new MVStoreException(0, "The write format is smaller than supported")),
        sql("90098", new OutOfMemoryError("Java heap space")),
        sql("HY000", new OutOfMemoryError("Java heap space")),
        batch("40001", "08006"),
        xa(XAException.XAER_RMERR),
        xa(XAException.XAER_RMFAIL),
        xa(XAException.XA_RBCOMMFAIL),
        jta(XAException.XAER_RMFAIL),
        suppressing(new IllegalStateException("rolled back"), xa(XAException.XAER_RMERR)),
        suppressing(new RollbackException("marked"), sql("57P01")));
  }

  @ParameterizedTest
  @MethodSource("outages")
  void an_outage_is_found_however_it_is_wrapped(Throwable outage) {
    assertThat(DatabaseFailure.isUnavailable(outage)).isTrue();
    assertThat(DatabaseFailure.isUnavailable(new PersistenceException(outage))).isTrue();
    assertThat(
            DatabaseFailure.isUnavailable(
                new EJBTransactionRolledbackException(
                    "rolled back", new EJBException((Exception) outage))))
        .isTrue();
    assertThat(DatabaseFailure.isTransient(outage)).isTrue();
  }

  static Stream<Throwable> noOutages() {
    return Stream.of(
        sql("23505"),
        sql("42601"),
        sql("22003"),
        sql("0A000"),
        sql("HY000"),
        batch("23505", "23505"),
        xa(XAException.XAER_PROTO),
        new SystemException("no code"),
        new IOException("the client has gone"),
        new OutOfMemoryError("of something else"),
        new IOException("an output", sql("22021")));
  }

  @ParameterizedTest
  @MethodSource("noOutages")
  void other_failures_are_no_outage(Throwable failure) {
    assertThat(DatabaseFailure.isUnavailable(failure)).isFalse();
    assertThat(DatabaseFailure.isUnavailable(new IllegalStateException(failure))).isFalse();
  }

  @Test
  void a_conflict_and_a_unique_violation_are_found_behind_a_batch() {
    assertThat(DatabaseFailure.isConflict(batch("HY000", "40P01"))).isTrue();
    assertThat(new DatabaseFailure((SQLException) batch("HY000", "23505")).isUniqueViolation())
        .isTrue();
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

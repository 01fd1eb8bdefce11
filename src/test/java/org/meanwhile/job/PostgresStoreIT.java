package org.meanwhile.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;
import org.meanwhile.database.TappedSource;
import org.meanwhile.database.TestDatabase;
import org.meanwhile.job.read.ReadingContract;
import org.meanwhile.job.run.RunSql;
import org.meanwhile.job.submit.SubmitSql;
import org.meanwhile.platform.Scope;

/** The contracts on a database that several nodes share. */
class PostgresStoreIT extends StoreContract {
  private static final String MANY_JOBS =
      """
      INSERT INTO job (id, operation, caller, status, priority, run_at, attempt, max_attempts,
                       crashes, rerunnable, claim, version, created_at, timeout_ms, retain_ms,
                       tombstone_ms, labels)
      SELECT gen_random_uuid(), operation, caller, status, priority, run_at, attempt, max_attempts,
             crashes, rerunnable, claim, version, created_at, timeout_ms, retain_ms,
             tombstone_ms, labels
        FROM job CROSS JOIN generate_series(1, ?)
      """;

  private static final String THEIR_REQUESTS =
      """
      INSERT INTO job_request (job_id, input)
      SELECT id, '{}' FROM job WHERE id NOT IN (SELECT job_id FROM job_request)
      """;

  private static final String TERMINATE_TRANSACTIONS =
      """
      SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE datname = current_database() AND state = 'idle in transaction'
      """;

  @Override
  TestDatabase database() {
    return TestDatabase.postgres();
  }

  @Test
  void nodes_live_beside_each_other() {
    UUID before = stores().node();

    stores().nodes.join(UUID.randomUUID(), "next");

    assertThat(stores().nodes.beat(before)).isTrue();
  }

  @Test
  void a_claimer_skips_the_rows_that_another_has_locked() throws Exception {
    UUID node = stores().node();
    JobId urgent = stores().jobs.store(Order.any().withPriority(2));
    JobId other = stores().jobs.store(Order.any().withPriority(1));

    var first = Race.first(stores().db, () -> stores().claimAtMost(node, 1));
    List<Lease> second = stores().claimAtMost(node, 5);

    assertThat(second).extracting(Lease::job).containsExactly(other);
    assertThat(first.commit()).extracting(Lease::job).containsExactly(urgent);
  }

  @Test
  void a_scheduler_skips_the_rows_that_another_has_locked() throws Exception {
    UUID node = stores().node();
    Instant now = stores().now();
    JobId one = stores().jobs.store(Order.any().startingAt(now.plus(Duration.ofMinutes(1))));
    JobId other = stores().jobs.store(Order.any().startingAt(now.plus(Duration.ofMinutes(2))));
    stores().passUnnoticed(Duration.ofMinutes(2));

    var first = Race.first(stores().db, () -> stores().scheduler.promote(1));
    int second = stores().scheduler.promote(5);

    assertThat(second).isEqualTo(1);
    assertThat(first.commit()).isEqualTo(1);
    assertThat(stores().claimAtMost(node, 5))
        .extracting(Lease::job)
        .containsExactlyInAnyOrder(one, other);
  }

  @Test
  void hundreds_are_claimed_without_a_scan_of_all_jobs() {
    UUID node = stores().node();

    List<String> plan =
        planBesideManyJobs(
            RunSql.claim(stores().database.dialect()),
            c -> {
              Object operations = c.createArrayOf("varchar", new Object[] {Order.COPY});
              return new Object[] {node, Order.ALICE, operations, 400, node};
            });

    assertThat(plan)
        .noneMatch(line -> line.matches(".*Seq Scan on job(_request)? .*"))
        .anyMatch(line -> line.contains("job_slot"));
  }

  @Test
  void a_write_of_a_run_finds_its_job_by_the_id() {
    UUID job = UUID.randomUUID();
    UUID node = stores().node();

    List<String> plan =
        planBesideManyJobs(
            RunSql.PROGRESS, c -> new Object[] {1, 1, 2, null, null, null, null, job, node, 1});

    assertThat(plan)
        .noneMatch(line -> line.contains("job_owner"))
        .anyMatch(line -> line.contains("job_pkey"));
  }

  @ParameterizedTest
  @CsvSource({
    "job_request_by_time, SELECT job_id FROM job_request WHERE caller = ?"
        + " ORDER BY created_at DESC LIMIT 50",
    "job_by_end, SELECT id FROM job WHERE caller = ? AND status = 'FAILED'"
        + " AND finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 50"
  })
  void the_latest_jobs_are_listed_from_the_right_end_of_an_index(String index, String list) {
    List<String> plan = planBesideManyJobs(list, c -> new Object[] {Order.ALICE});

    assertThat(plan)
        .noneMatch(line -> line.contains("Sort"))
        .anyMatch(line -> line.contains("Backward using " + index));
  }

  /** None of which runs, as far as the database's statistics know. */
  private List<String> planBesideManyJobs(String sql, Database.Work<Object[]> parameters) {
    stores().jobs.store(Order.any());
    return stores()
        .database
        .transaction(
            c -> {
              Rows.update(c, MANY_JOBS, 5_000);
              Rows.update(c, THEIR_REQUESTS);
              Rows.update(c, "ANALYZE job, job_request");
              return Rows.query(c, "EXPLAIN " + sql, row -> row.getString(1), parameters.on(c));
            });
  }

  @Test
  void jobs_stored_by_a_node_of_the_version_before_are_in_the_lists() {
    stores().jobs.store(Order.any());
    stores()
        .database
        .transaction(c -> Rows.update(c, MANY_JOBS, 1) + Rows.update(c, THEIR_REQUESTS));

    assertThat(stores().jobs.list(ReadingContract.all(Scope.of(Order.ALICE), 9))).hasSize(2);
    assertThat(stores().jobs.list(ReadingContract.all(Scope.everyone(), 9))).hasSize(2);
  }

  @Test
  void none_of_many_is_stored_when_the_connection_is_lost_in_the_middle() {
    List<NewJob> many = Stream.generate(() -> Order.any().request()).limit(700).toList();
    AtomicInteger inserts = new AtomicInteger();
    TappedSource.Tap loss =
        new TappedSource.Tap() {
          @Override
          public String statement(String sql) {
            if (sql.equals(SubmitSql.JOBS_INSERT) && inserts.incrementAndGet() == 3) {
              terminateTransactions();
            }
            return sql;
          }
        };

    assertThatThrownBy(
            () -> stores().db.tapped().with(loss, () -> stores().bulk.store(Order.ALICE, many)))
        .isInstanceOf(DatabaseFailure.class);

    assertThat(stores().count("job")).isZero();
    assertThat(stores().count("job_request")).isZero();
    assertThat(stores().bulk.store(Order.ALICE, many)).isEqualTo(700);
  }

  private void terminateTransactions() {
    try {
      Race.get(
          Race.run(
              () ->
                  stores()
                      .database
                      .read(c -> Rows.query(c, TERMINATE_TRANSACTIONS, row -> row.getBoolean(1)))));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

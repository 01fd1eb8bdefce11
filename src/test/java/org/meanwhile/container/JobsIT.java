package org.meanwhile.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.meanwhile.builtin.Simulate;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobStatus;
import org.meanwhile.jobs.JobOutput;
import org.meanwhile.jobs.JobRefused;
import org.meanwhile.jobs.JobRequest;
import org.meanwhile.jobs.Jobs;

/** Jobs that code of the same application submits. */
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(ArquillianExtension.class)
class JobsIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Inject private Jobs jobs;
  @Resource private UserTransaction transaction;

  @Resource(lookup = "java:app/jdbc/meanwhile")
  private DataSource database;

  private static JobRequest simulate(Map<String, ?> input) {
    return JobRequest.of("simulate", input).label("team", "billing");
  }

  @Test
  void a_job_runs_and_its_output_is_read() throws Exception {
    JobId id =
        jobs.submit(
            JobRequest.of(
                    "simulate",
                    new Simulate.Input(
                        Duration.ofMillis(10),
                        2,
                        20_000L,
                        "text/plain",
                        null,
                        Simulate.Failure.PERMANENT,
                        null,
                        false))
                .priority(3)
                .timeout(Duration.ofMinutes(1))
                .retain(Duration.ofHours(1)));

    assertThat(jobs.await(id, LIMIT).orElseThrow().status()).isEqualTo(JobStatus.SUCCEEDED);
    JobOutput output = jobs.output(id).orElseThrow();
    assertThat(output.sizeBytes()).isEqualTo(20_000);
    assertThat(read(output)).hasSize(20_000).startsWith("meanwhile");

    JobId small = jobs.submit(simulate(Map.of("outputBytes", 9)));
    jobs.await(small, LIMIT);
    assertThat(read(jobs.output(small).orElseThrow())).isEqualTo("meanwhile");
  }

  @Test
  void a_file_comes_with_a_job_in_transactions_and_without() throws Exception {
    JobId alone = jobs.submit(sorted("b\na\n"));
    assertThat(jobs.await(alone, LIMIT).orElseThrow().status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(read(jobs.output(alone).orElseThrow())).isEqualTo("a\nb\n");

    transaction.begin();
    JobId joined = jobs.submit(sorted("d\nc\n"));
    transaction.commit();
    transaction.begin();
    JobId never = jobs.submit(sorted("f\ne\n"));
    transaction.rollback();

    jobs.await(joined, LIMIT);
    assertThat(read(jobs.output(joined).orElseThrow())).isEqualTo("c\nd\n");
    assertThat(jobs.status(never)).isEmpty();
  }

  private static JobRequest sorted(String lines) {
    return JobRequest.of("sort")
        .file("text/plain", "lines.txt", new ByteArrayInputStream(lines.getBytes(UTF_8)));
  }

  @Test
  void a_file_that_no_job_gets_is_deleted_at_once() throws Exception {
    JobRequest unwanted =
        simulate(Map.of()).file("text/plain", "a.txt", new ByteArrayInputStream(new byte[100_000]));
    long before = files();
    assertThatThrownBy(() -> jobs.submit(unwanted))
        .isInstanceOfSatisfying(
            JobRefused.class,
            refused ->
                assertThat(refused.faults())
                    .extracting(JobRefused.Fault::pointer)
                    .containsExactly("/file"));
    assertThatThrownBy(
            () ->
                jobs.submit(
                    JobRequest.of("sort").file("a/\n", "a", new ByteArrayInputStream(new byte[9]))))
        .isInstanceOf(JobRefused.class);
    String key = UUID.randomUUID().toString();
    JobId first = jobs.submit(sorted("b\na\n").idempotencyKey(key));
    assertThat(jobs.submit(sorted("b\na\n").idempotencyKey(key))).isEqualTo(first);
    assertThatThrownBy(() -> jobs.submit(sorted("c\na\n").idempotencyKey(key)))
        .isInstanceOfSatisfying(
            JobRefused.class,
            refused -> assertThat(refused.type()).isEqualTo("/problem/idempotency-key-reused"));

    assertThat(files()).isEqualTo(before);
  }

  /** Files that no job has. */
  private long files() throws SQLException {
    try (Connection connection = database.getConnection();
        ResultSet count =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT COUNT(*) FROM content WHERE state = 'STAGED' AND job_id IS NULL")) {
      count.next();
      return count.getLong(1);
    }
  }

  private static String read(JobOutput output) throws IOException {
    try (InputStream bytes = output.open()) {
      return new String(bytes.readAllBytes(), UTF_8);
    }
  }

  @Test
  void a_job_is_there_when_and_only_when_the_transaction_commits() throws Exception {
    execute("CREATE TABLE IF NOT EXISTS orders (id UUID PRIMARY KEY, job UUID)");
    UUID kept = UUID.randomUUID();
    UUID dropped = UUID.randomUUID();

    transaction.begin();
    JobId running = jobs.submit(simulate(Map.of()));
    order(kept, running);
    assertThat(jobs.status(running)).as("before the commit").isEmpty();
    transaction.commit();
    transaction.begin();
    JobId never = jobs.submit(simulate(Map.of()));
    order(dropped, never);
    transaction.rollback();

    assertThat(jobs.await(running, LIMIT).orElseThrow().status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(jobs.status(never)).isEmpty();
    assertThat(orders(kept)).isEqualTo(1);
    assertThat(orders(dropped)).isZero();
  }

  @Test
  void a_refused_request_leaves_the_transaction_to_its_owner() throws Exception {
    execute("CREATE TABLE IF NOT EXISTS orders (id UUID PRIMARY KEY, job UUID)");
    UUID id = UUID.randomUUID();

    transaction.begin();
    order(id, new JobId(id));
    assertThatThrownBy(() -> jobs.submit(simulate(Map.of("steps", 0)).priority(1000)))
        .isInstanceOfSatisfying(
            JobRefused.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(400);
              assertThat(refused.type()).isEqualTo("/problem/invalid-request");
              assertThat(refused.faults())
                  .extracting(JobRefused.Fault::pointer)
                  .containsExactlyInAnyOrder("/input/steps", "/priority");
            });
    assertThat(transaction.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
    transaction.commit();

    assertThat(orders(id)).isEqualTo(1);
  }

  @Test
  void a_key_makes_one_job_in_transactions_and_without() throws Exception {
    JobRequest request = simulate(Map.of()).idempotencyKey(UUID.randomUUID().toString());
    transaction.begin();
    JobId first = jobs.submit(request);
    transaction.commit();
    transaction.begin();
    assertThat(jobs.submit(request)).isEqualTo(first);
    transaction.commit();

    assertThat(jobs.submit(request)).isEqualTo(first);
    assertThatThrownBy(() -> jobs.submit(request.priority(1)))
        .isInstanceOfSatisfying(
            JobRefused.class, refused -> assertThat(refused.status()).isEqualTo(422));
  }

  @Test
  void a_job_waits_for_another_and_is_cancelled_with_its_transaction() throws Exception {
    JobId first = jobs.submit(simulate(Map.of()).startAt(Instant.now().plusSeconds(3600)));
    JobId second = jobs.submit(simulate(Map.of()).after(first));
    transaction.begin();
    assertThat(jobs.cancel(first)).isPresent();
    transaction.rollback();
    assertThat(jobs.status(first).orElseThrow().status()).isEqualTo(JobStatus.WAITING);
    assertThat(jobs.await(first, Duration.ZERO).orElseThrow().ended()).isFalse();

    jobs.cancel(first);

    assertThat(jobs.await(second, LIMIT).orElseThrow().error().orElseThrow().code())
        .isEqualTo("dependency-failed");
  }

  @Test
  void a_caller_who_is_named_sees_its_own_jobs() {
    Jobs alice = jobs.as("alice", "submitter");
    JobId id = alice.submit(simulate(Map.of()));

    assertThat(alice.status(id)).isPresent();
    assertThat(jobs.as("bob", "submitter").status(id)).isEmpty();
    assertThat(jobs.as("bob", "submitter").cancel(id)).isEmpty();
    assertThat(jobs.as("boss", "operator").status(id)).isPresent();
  }

  @Test
  void nobody_waits_for_a_job_in_a_transaction() throws Exception {
    transaction.begin();
    JobId id = jobs.submit(simulate(Map.of()));
    assertThatThrownBy(() -> jobs.await(id, LIMIT)).isInstanceOf(IllegalStateException.class);
    transaction.rollback();
    Awaitility.await().until(() -> jobs.status(id).isEmpty());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute(sql);
    }
  }

  private void order(UUID id, JobId job) throws SQLException {
    execute("INSERT INTO orders VALUES ('" + id + "', '" + job + "')");
  }

  private int orders(UUID id) throws SQLException {
    try (Connection connection = database.getConnection();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery("SELECT COUNT(*) FROM orders WHERE id = '" + id + "'")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}

package org.meanwhile.job.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.Database;
import org.meanwhile.database.RetryPolicy;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.retention.JobCleaner;
import org.meanwhile.job.run.Claims;

/** Content that nobody can reach, on an H2 in memory. */
class ContentStoreTest {
  private static final String JOB =
      """
      INSERT INTO job (id, operation, caller, status, priority, run_at, attempt, max_attempts,
                       crashes, rerunnable, owner, claim, version, created_at, started_at,
                       finished_at, timeout_ms, retain_ms, tombstone_ms, labels)
      VALUES (?, 'x', 'c', ?, 0, CURRENT_TIMESTAMP, 1, 1, 0, TRUE, ?, ?, 1, CURRENT_TIMESTAMP,
              CURRENT_TIMESTAMP, ?, 1, 1, 1, '')
      """;

  private final UUID job = UUID.randomUUID();
  private final UUID node = UUID.randomUUID();
  private final Lease lease = new Lease(new JobId(job), node, 1);
  private Database database;
  private ContentStore contents;
  private JobCleaner purges;

  @BeforeEach
  void migrate() {
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    Flyway.configure().dataSource(h2).locations("db/migration/h2").load().migrate();
    database = new Database(h2);
    contents = new ContentStore(database);
    purges = new JobCleaner(database);
  }

  @Test
  void a_run_of_a_node_taken_for_dead_leaves_no_chunk() throws IOException {
    store("RUNNING", 1, null);
    ContentWriter stale = contents.stageOutput(lease, Long.MAX_VALUE, RetryPolicy.NONE);
    stale.write(new byte[ChunkStore.CHUNK_BYTES]);
    assertThat(chunks()).isEqualTo(1);

    database.transaction(c -> Rows.update(c, "UPDATE job SET claim = 2"));
    purges.purge(10, Duration.ofHours(1));
    assertThat(chunks()).isZero();

    assertThatThrownBy(() -> stale.write(new byte[ChunkStore.CHUNK_BYTES]))
        .isInstanceOf(IllegalStateException.class);
    assertThat(chunks()).as("nobody would ever delete it").isZero();
  }

  @Test
  void the_checkpoint_of_a_job_that_ended_is_deleted() {
    store("RUNNING", 1, null);
    assertThat(new Claims(database).checkpoint(lease, new byte[] {1})).isTrue();
    purges.purge(10, Duration.ofHours(1));
    assertThat(count("checkpoint")).isEqualTo(1);

    database.transaction(
        c ->
            Rows.update(c, "UPDATE job SET status = 'SUCCEEDED', finished_at = CURRENT_TIMESTAMP"));
    purges.purge(10, Duration.ofHours(1));
    assertThat(count("checkpoint")).isZero();
  }

  private void store(String status, long claim, Object finishedAt) {
    database.transaction(c -> Rows.update(c, JOB, job, status, node, claim, finishedAt));
  }

  private long chunks() {
    return count("chunk");
  }

  private long count(String table) {
    return database
        .transaction(c -> Rows.query(c, "SELECT COUNT(*) FROM " + table, row -> row.getLong(1)))
        .get(0);
  }
}

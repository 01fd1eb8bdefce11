package org.meanwhile.job.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;
import org.meanwhile.database.TappedSource;
import org.meanwhile.database.TestDatabase;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.Stores;

/** What one node learns of changes that others make to ended jobs, on real connections. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndedJobChangesIT {
  private static final Duration IDLE = Duration.ofHours(1);
  private static final String LABEL = "UPDATE job SET labels = 'a:b\n' WHERE id = ?";
  private static final String AGE =
      "UPDATE ended_job_change SET changed_at = changed_at - INTERVAL '2' MINUTE";
  private static final String GONE =
      "UPDATE job SET purge_at = purge_at - INTERVAL '3' HOUR, expires_at = expires_at - INTERVAL '3' HOUR,"
          + " gone_at = gone_at - INTERVAL '3' HOUR WHERE id = ?";

  private final TestDatabase db = TestDatabase.postgres();
  private final Stores stores = new Stores(db);
  private EndedJobChanges changes;

  @BeforeEach
  void lookForTheFirstTime() {
    // Tests delete what others have left.
    update("DELETE FROM ended_job_change");
    changes = new EndedJobChanges(db.database());
    changes.look();
  }

  @AfterEach
  void clear() {
    Race.endAll();
    db.clear();
  }

  @AfterAll
  void close() {
    stores.close();
    db.close();
  }

  private JobId succeeded() {
    UUID node = stores.node();
    JobId job = stores.jobs.store(Order.any());
    Lease lease = stores.claimOne(node);
    stores.complete(lease, stores.success(lease));
    return job;
  }

  private int update(String sql, Object... parameters) {
    return db.database().transaction(c -> Rows.update(c, sql, parameters));
  }

  private Set<JobId> found() {
    EndedJobChanges.Look look = changes.look();
    assertThat(look.any()).isFalse();
    return look.jobs();
  }

  @Test
  void the_first_look_knows_nothing_of_what_was_before() {
    assertThat(new EndedJobChanges(db.database()).look().any()).isTrue();
    assertThat(found()).isEmpty();
  }

  @Test
  void without_the_row_that_says_what_was_deleted_any_job_may_have_changed() {
    update("DELETE FROM ended_job_change_floor");

    assertThat(changes.look().any()).isTrue();
    assertThat(changes.look().any()).isTrue();
    update("INSERT INTO ended_job_change_floor (transaction_id) VALUES (0)");
    changes.look();
    assertThat(found()).isEmpty();
  }

  @Test
  void what_jobs_go_through_until_their_end_is_no_change_of_an_ended_job() {
    succeeded();
    stores.jobs.remove(stores.jobs.store(Order.any()));

    assertThat(found()).isEmpty();
    assertThat(stores.count("ended_job_change")).isZero();
  }

  @Test
  void changes_of_callers_and_of_operators_by_hand_are_found() {
    JobId removed = succeeded();
    JobId emptied = succeeded();
    JobId labelled = succeeded();
    JobId deleted = stores.jobs.store(Order.any());
    stores.jobs.remove(deleted);
    JobId outputDeleted = succeeded();
    JobId outputChanged = succeeded();
    found();

    stores.jobs.remove(removed);
    stores.jobs.deleteOutput(emptied);
    update(LABEL, labelled.value());
    update("DELETE FROM job_request WHERE job_id = ?", deleted.value());
    update("DELETE FROM job WHERE id = ?", deleted.value());
    update("DELETE FROM output WHERE job_id = ?", outputDeleted.value());
    update("UPDATE output SET name = 'other' WHERE job_id = ?", outputChanged.value());

    assertThat(found())
        .containsExactlyInAnyOrder(
            removed, emptied, labelled, deleted, outputDeleted, outputChanged);
  }

  @Test
  void a_change_that_commits_late_is_found_after_its_commit_whatever_was_found_meanwhile()
      throws Exception {
    JobId late = succeeded();
    JobId early = succeeded();
    found();

    var first = Race.first(db, () -> stores.jobs.deleteOutput(late));
    assertThat(found()).isEmpty();
    update(LABEL, early.value());
    assertThat(found()).contains(early).doesNotContain(late);
    assertThat(found()).doesNotContain(late);
    first.commit();

    assertThat(found()).contains(late);
    assertThat(found()).isEmpty();
  }

  @Test
  void a_late_change_whose_entry_is_purged_at_once_is_found_all_the_same() throws Exception {
    JobId late = succeeded();
    found();
    var first =
        Race.first(
            db,
            () ->
                db.database()
                    .transaction(c -> Rows.update(c, LABEL, late.value()) + Rows.update(c, AGE)));
    assertThat(found()).isEmpty();
    first.commit();
    stores.cleaner.purge(10, IDLE);

    assertThat(stores.count("ended_job_change")).isZero();
    assertThat(changes.look().any()).isTrue();
    assertThat(found()).isEmpty();
  }

  @Test
  void entries_are_deleted_after_a_minute_and_who_has_seen_them_need_not_care() {
    update(LABEL, succeeded().value());
    stores.cleaner.purge(10, IDLE);
    assertThat(stores.count("ended_job_change")).isOne();
    EndedJobChanges away = new EndedJobChanges(db.database());
    away.look();
    update(LABEL, succeeded().value());
    assertThat(found()).hasSize(2);
    update(AGE);
    assertThat(found()).isEmpty();
    stores.cleaner.purge(10, IDLE);

    assertThat(stores.count("ended_job_change")).isZero();
    assertThat(found()).isEmpty();
    assertThat(away.look().any()).isTrue();
    assertThat(away.look().any()).isFalse();
  }

  @Test
  void the_purge_tells_nothing() {
    JobId expired = succeeded();
    JobId gone = succeeded();
    stores.pass(Order.RETAIN);
    update(GONE, gone.value());
    update("DELETE FROM ended_job_change");
    found();

    stores.cleaner.purge(10, IDLE);

    assertThat(stores.count("job")).isOne();
    assertThat(stores.row(expired).purged()).isTrue();
    assertThat(stores.count("ended_job_change")).isZero();
  }

  @Test
  void after_very_many_changes_any_job_may_have_changed() {
    JobId job = succeeded();
    stores.multiply(job, 1_000);
    found();

    update("UPDATE job SET priority = 1");

    assertThat(changes.look().any()).isTrue();
    assertThat(found()).isEmpty();
  }

  @Test
  void after_a_truncation_any_job_may_have_changed() {
    update("TRUNCATE output");

    assertThat(changes.look().any()).isTrue();
  }

  @Test
  void after_a_look_that_failed_any_job_may_have_changed() throws Exception {
    TappedSource.Tap failure =
        new TappedSource.Tap() {
          @Override
          public String statement(String sql) throws SQLException {
            return sql.equals(ReadSql.ENDED_CHANGES) ? "SELECT no_such_column" : sql;
          }
        };

    assertThatThrownBy(() -> db.tapped().with(failure, changes::look))
        .isInstanceOf(DatabaseFailure.class);
    assertThat(changes.look().any()).isTrue();
    assertThat(found()).isEmpty();
  }

  @Test
  void who_may_change_jobs_and_nothing_else_is_told_of_as_well() {
    JobId job = succeeded();
    found();
    db.database()
        .transaction(
            c ->
                List.of(
                    Rows.update(c, "DROP ROLE IF EXISTS mender"),
                    Rows.update(c, "CREATE ROLE mender"),
                    Rows.update(c, "GRANT SELECT, UPDATE ON job TO mender"),
                    Rows.update(c, "SET LOCAL ROLE mender"),
                    Rows.update(c, LABEL, job.value())));

    assertThat(found()).containsExactly(job);
    update("DROP OWNED BY mender");
    update("DROP ROLE mender");
  }
}

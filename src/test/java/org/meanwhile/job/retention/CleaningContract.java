package org.meanwhile.job.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.Rows;
import org.meanwhile.database.TappedSource;
import org.meanwhile.job.JobError;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobRow;
import org.meanwhile.job.JobStatus;
import org.meanwhile.job.JobView;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.StagedFile;
import org.meanwhile.job.StoredContent;
import org.meanwhile.job.Stores;
import org.meanwhile.job.content.ContentContract;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.job.submit.FileGone;
import org.meanwhile.platform.Scope;

/** What is deleted, when, and what is not. */
public interface CleaningContract {
  String CHUNKS = "SELECT COUNT(*) FROM chunk";

  Stores stores();

  private void purge(int batch) {
    stores().cleaner.purge(batch, ContentContract.IDLE);
  }

  /** A job that succeeded with an output of two small chunks. */
  private UUID succeeded(Order order) {
    UUID node = stores().node();
    stores().jobs.store(order);
    Lease lease = stores().claimOne(node);
    UUID content = UUID.randomUUID();
    stores().chunks.append(content, lease, 0, new byte[1]);
    stores().chunks.append(content, lease, 1, new byte[1]);
    StoredContent stored = new StoredContent(content, null, 2, "00");
    assertThat(stores().complete(lease, new RunResult.Succeeded(stored, "text/plain", "out")))
        .contains(JobStatus.SUCCEEDED);
    return content;
  }

  @Test
  default void an_output_is_deleted_when_it_expires_and_the_record_after_its_tombstone() {
    UUID content = succeeded(Order.any());
    stores().pass(Order.RETAIN.minusMinutes(1));
    purge(10);
    assertThat(stores().state(content)).contains("KEPT");

    stores().pass(Duration.ofMinutes(1));
    purge(10);
    assertThat(stores().state(content)).isEmpty();
    assertThat(stores().count("chunk")).isZero();
    assertThat(stores().rows()).singleElement().matches(JobRow::purged);

    stores().pass(Order.TOMBSTONE.minusMinutes(1));
    purge(10);
    assertThat(stores().count("job")).isEqualTo(1);
    stores().pass(Duration.ofMinutes(1));
    purge(10);
    for (String table : List.of("job", "job_request", "output", "content", "chunk")) {
      assertThat(stores().count(table)).as(table).isZero();
    }
  }

  @Test
  default void an_inline_output_is_deleted_too() {
    UUID node = stores().node();
    JobId job = stores().jobs.store(Order.any());
    Lease lease = stores().claimOne(node);
    stores().complete(lease, stores().success(lease));
    assertThat(stores().contents.readInline(job)).isNotNull();

    stores().pass(Order.RETAIN);
    purge(10);

    assertThat(stores().contents.readInline(job)).isNull();
    JobView view = stores().jobs.find(job, Scope.of("alice")).orElseThrow();
    assertThat(view.expired()).isTrue();
    assertThat(view.output()).hasValueSatisfying(o -> assertThat(o.deletedAt()).isPresent());
  }

  @Test
  default void unfinished_jobs_are_never_purged() {
    UUID node = stores().node();
    stores().jobs.store(Order.any());
    stores().claimOne(node);
    stores().jobs.store(Order.any());
    stores().pass(Duration.ofDays(999));

    purge(10);

    assertThat(stores().count("job")).isEqualTo(2);
    assertThat(stores().rows()).noneMatch(JobRow::purged);
  }

  @Test
  default void a_file_is_deleted_when_its_job_expires_and_not_before() {
    UUID node = stores().node();
    StagedFile file = stores().upload(new byte[3]);
    stores().jobs.store(Order.any().with(file));
    Lease lease = stores().claimOne(node);
    stores().pass(Duration.ofDays(9));
    purge(10);
    assertThat(stores().state(file.content().id())).contains("KEPT");

    stores().complete(lease, new RunResult.Failed(new JobError(500, "x", "x")));
    stores().pass(Order.RETAIN.minusMinutes(1));
    purge(10);
    assertThat(stores().state(file.content().id())).as("to run it again").contains("KEPT");

    stores().pass(Duration.ofMinutes(1));
    purge(10);

    assertThat(stores().state(file.content().id())).isEmpty();
    assertThat(stores().count("job_file")).isZero();
    assertThat(stores().count("chunk")).isZero();
  }

  /** An ended job whose file this is, and the file as another job may share it. */
  private StagedFile shared() {
    UUID node = stores().node();
    StagedFile file = stores().upload(new byte[3]);
    stores().jobs.store(Order.any().with(file));
    stores().complete(stores().claimOne(node), new RunResult.Failed(new JobError(500, "x", "x")));
    return new StagedFile(file.content(), file.name(), file.mediaType(), true);
  }

  @Test
  default void a_file_lives_as_long_as_one_of_the_jobs_that_share_it() {
    UUID node = stores().node();
    StagedFile file = shared();
    stores().jobs.store(Order.any().with(file));
    Lease again = stores().claimOne(node);
    stores().pass(Order.RETAIN.plus(Order.TOMBSTONE));
    purge(10);
    assertThat(stores().count("job")).as("the first is forgotten").isEqualTo(1);
    assertThat(stores().state(file.content().id())).contains("KEPT");
    assertThat(stores().read(file.content())).hasSize(3);

    stores().complete(again, new RunResult.Failed(new JobError(500, "x", "x")));
    stores().pass(Order.RETAIN);
    purge(10);

    assertThat(stores().state(file.content().id())).isEmpty();
    assertThat(stores().count("chunk")).isZero();
  }

  @Test
  default void a_job_that_comes_after_the_purge_of_its_file_is_not_stored() throws Exception {
    StagedFile file = shared();
    stores().pass(Order.RETAIN);

    var purge = Race.first(stores().db, () -> purgedWith(10));
    var rerun = purge.second(() -> stores().jobs.store(Order.any().with(file)));
    purge.commit();

    assertThatThrownBy(() -> Race.get(rerun)).hasCauseInstanceOf(FileGone.class);
    assertThat(stores().count("job")).isEqualTo(1);
  }

  @Test
  default void a_purge_leaves_the_file_that_another_job_is_about_to_share() throws Exception {
    StagedFile file = shared();
    stores().pass(Order.RETAIN);

    var rerun = Race.first(stores().db, () -> stores().jobs.store(Order.any().with(file)));
    var purge = rerun.second(() -> purgedWith(10));
    rerun.commit();
    Race.get(purge);
    purge(10);

    assertThat(stores().state(file.content().id())).contains("KEPT");
    assertThat(stores().count("job_file")).isEqualTo(1);
  }

  @Test
  default void two_purges_of_jobs_that_share_a_file_leave_nothing_of_it() throws Exception {
    UUID node = stores().node();
    StagedFile file = shared();
    stores().jobs.store(Order.any().with(file));
    stores().complete(stores().claimOne(node), new RunResult.Failed(new JobError(500, "x", "x")));
    stores().pass(Order.RETAIN);

    var first = Race.first(stores().db, () -> purgedWith(1));
    var second = first.second(() -> purgedWith(1));
    first.commit();
    Race.get(second);
    purge(10);

    assertThat(stores().count("job_file")).isZero();
    assertThat(stores().state(file.content().id())).isEmpty();
  }

  @Test
  default void a_file_is_deleted_however_late_its_job_is_purged() {
    UUID node = stores().node();
    StagedFile file = stores().upload(new byte[3]);
    stores().jobs.store(Order.any().with(file));
    stores().complete(stores().claimOne(node), new RunResult.Failed(new JobError(500, "x", "x")));
    stores().pass(Order.RETAIN.plus(Order.TOMBSTONE));

    purge(10);

    assertThat(stores().count("job")).isZero();
    assertThat(stores().state(file.content().id())).isEmpty();
    assertThat(stores().count("chunk")).isZero();
  }

  @Test
  default void a_purge_takes_as_many_batches_as_it_needs() {
    for (int i = 0; i < 5; i++) {
      succeeded(Order.any());
    }
    UUID stays = succeeded(Order.any().retained(Duration.ofDays(9)));
    stores().pass(Order.RETAIN);
    purge(2);

    assertThat(stores().rows()).filteredOn(JobRow::purged).hasSize(5);
    assertThat(stores().count("content")).isEqualTo(1);
    assertThat(stores().count("chunk")).isEqualTo(2);
    assertThat(stores().state(stays)).contains("KEPT");
    stores().pass(Order.TOMBSTONE);
    purge(1);
    assertThat(stores().count("job")).isEqualTo(1);
  }

  /** An embedded database keeps in the heap what a transaction deletes. */
  @Test
  default void a_purge_deletes_few_chunks_in_a_transaction_however_large_a_batch()
      throws Exception {
    List<Long> left = new ArrayList<>();
    UUID content = UUID.randomUUID();
    for (int seq = 0; seq < 20; seq++) {
      stores().chunks.append(content, null, seq, new byte[1]);
    }
    stores().pass(ContentContract.IDLE.plusMinutes(1));
    TappedSource.Tap counting =
        new TappedSource.Tap() {
          @Override
          public void commit(Connection connection) throws SQLException {
            connection.commit();
            left.add(Rows.query(connection, CHUNKS, row -> row.getLong(1)).get(0));
          }
        };
    stores().db.tapped().with(counting, () -> purgedWith(10_000));

    assertThat(left).contains(20L, 12L, 4L, 0L);
  }

  private boolean purgedWith(int batch) {
    purge(batch);
    return true;
  }

  @Test
  default void two_nodes_may_purge_at_the_same_time() throws Exception {
    UUID stays = succeeded(Order.any().retained(Duration.ofDays(9)));
    for (int i = 0; i < 40; i++) {
      succeeded(Order.any());
    }
    for (Duration time : List.of(Order.RETAIN, Order.TOMBSTONE)) {
      stores().pass(time);
      List<Future<?>> purgers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        purgers.add(
            Race.run(
                () -> {
                  purge(3);
                  return true;
                }));
      }
      for (Future<?> purger : purgers) {
        Race.get(purger);
      }
      assertThat(stores().count("content")).isEqualTo(1);
      assertThat(stores().count("chunk")).isEqualTo(2);
    }
    assertThat(stores().count("job")).isEqualTo(1);
    assertThat(stores().state(stays)).contains("KEPT");
  }

  @Test
  default void no_chunk_is_left_when_one_of_two_purgers_dies() throws Exception {
    UUID content = UUID.randomUUID();
    for (int seq = 0; seq < 5; seq++) {
      stores().chunks.append(content, null, seq, new byte[1]);
    }
    stores().chunks.discard(content);

    // The first purges one page; the second skips the rows that the first has locked.
    var dying = Race.first(stores().db, () -> deletePage());
    purge(10);
    assertThat(dying.commit()).isEqualTo(1);
    assertThat(stores().count("chunk")).isEqualTo(4);
    purge(10);

    assertThat(stores().count("content")).isZero();
    assertThat(stores().count("chunk")).isZero();
  }

  private int deletePage() {
    return stores()
        .database
        .transaction(
            c -> {
              UUID doomed = Rows.query(c, RetentionSql.DOOMED, row -> Rows.uuid(row, 1), 1).get(0);
              return Rows.update(c, RetentionSql.CHUNKS_DELETE, doomed, doomed, 1);
            });
  }
}

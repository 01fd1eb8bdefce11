package org.meanwhile.job.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.TappedSource;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobsAccepted;
import org.meanwhile.job.Lease;
import org.meanwhile.job.NewJob;
import org.meanwhile.job.Order;
import org.meanwhile.job.Race;
import org.meanwhile.job.Stores;

/** Many jobs are stored in one transaction, from an iterator, in bounded memory. */
public interface BulkContract {
  /** More than two statements take. */
  int MANY = 700;

  Stores stores();

  private static List<NewJob> many() {
    return IntStream.range(0, MANY)
        .mapToObj(i -> Order.any().request(new JobId(new UUID(i, 0))))
        .toList();
  }

  private long store(Iterable<NewJob> jobs) {
    return stores().bulk.store(Order.ALICE, jobs);
  }

  private void assertNothingStored() {
    assertThat(stores().count("job")).isZero();
    assertThat(stores().count("job_request")).isZero();
    assertThat(stores().accepted.events()).isEmpty();
  }

  @Test
  default void many_jobs_are_stored_and_claimed_in_their_order() {
    List<NewJob> jobs = many();

    assertThat(store(jobs)).isEqualTo(MANY);

    assertThat(stores().count("job_request")).isEqualTo(MANY);
    assertThat(stores().claimAtMost(stores().node(), MANY + 1))
        .extracting(Lease::job)
        .containsExactlyElementsOf(jobs.stream().map(NewJob::id).toList());
  }

  @Test
  default void files_and_callbacks_are_stored_too() {
    store(List.of(Order.any().with(stores().upload(new byte[9])).calling("a.example").request()));

    assertThat(stores().count("job_file")).isOne();
    assertThat(stores().count("job_callback")).isOne();
    assertThat(stores().contentStates()).containsValue("KEPT");
  }

  @Test
  default void nobody_sees_a_job_before_the_last_is_stored() throws Exception {
    whileInserting(
        3,
        () -> {
          assertThat(stores().count("job")).isZero();
          assertThat(stores().claimAtMost(stores().node(), 9)).isEmpty();
        },
        () -> store(many()));

    assertThat(stores().count("job")).isEqualTo(MANY);
  }

  @Test
  default void others_do_not_wait_for_it() throws Exception {
    JobId other = stores().jobs.store(Order.any().by("bob"));

    whileInserting(
        3,
        () -> {
          stores().jobs.store(Order.any());
          stores().jobs.remove(other);
          assertThat(stores().claimAtMost(stores().node(), 9)).hasSize(1);
        },
        () -> store(many()));

    assertThat(stores().count("job")).isEqualTo(MANY + 2L);
  }

  @Test
  default void work_is_told_once_after_the_commit() throws Exception {
    Race<Long> first = Race.first(stores().db, () -> store(many()));
    assertThat(stores().accepted.events()).isEmpty();
    first.commit();

    assertThat(stores().accepted.events())
        .containsExactly(new JobsAccepted(Order.ALICE, Map.of(Order.COPY, (long) MANY), true));
  }

  @Test
  default void jobs_for_later_wake_nobody() {
    store(List.of(later()));
    assertThat(stores().accepted.events()).extracting(JobsAccepted::due).containsExactly(false);

    store(List.of(later(), Order.any().of("sort").request()));
    assertThat(stores().accepted.events().get(1))
        .isEqualTo(new JobsAccepted(Order.ALICE, Map.of(Order.COPY, 1L, "sort", 1L), true));
  }

  private NewJob later() {
    return Order.any().startingAt(stores().now().plus(Duration.ofHours(1))).request();
  }

  @Test
  default void no_jobs_are_no_event() {
    assertThat(store(List.of())).isZero();

    assertNothingStored();
  }

  @Test
  default void none_is_stored_when_the_iterator_fails_at_the_last() {
    IntFunction<NewJob> lastMissing =
        i -> {
          if (i == MANY - 1) {
            throw new NoSuchElementException("line " + i);
          }
          return Order.any().request();
        };

    assertThatThrownBy(() -> store(jobs(MANY, lastMissing)))
        .isInstanceOf(NoSuchElementException.class);

    assertNothingStored();
  }

  @Test
  default void none_is_stored_when_the_last_statement_fails() {
    assertThatThrownBy(() -> whileInserting(3, "22000", () -> store(many())))
        .isInstanceOf(DatabaseFailure.class);

    assertNothingStored();
  }

  @Test
  default void none_is_stored_when_the_commit_fails() {
    TappedSource.Tap noCommit =
        new TappedSource.Tap() {
          @Override
          public void commit(Connection connection) throws SQLException {
            throw new SQLException("no commit", "22000");
          }
        };

    assertThatThrownBy(() -> stores().db.tapped().with(noCommit, () -> store(many())))
        .isInstanceOf(DatabaseFailure.class);

    assertNothingStored();
  }

  @Test
  default void a_conflict_is_tried_again_from_the_first_job() throws Exception {
    List<NewJob> jobs = many();

    assertThat(whileInserting(3, "40001", () -> store(jobs))).isEqualTo(MANY);

    assertThat(stores().count("job")).isEqualTo(MANY);
    assertThat(stores().accepted.events()).hasSize(1);
  }

  @Test
  default void none_is_stored_when_one_exists() {
    JobId taken = stores().jobs.store(Order.any());
    NewJob last = Order.any().once(Idempotency.byId("f")).request(taken);

    assertThatThrownBy(() -> store(jobs(MANY, i -> i < MANY - 1 ? Order.any().request() : last)))
        .isInstanceOfSatisfying(
            JobExists.class,
            exists -> {
              assertThat(exists.job()).isEqualTo(taken);
              assertThat(exists.outcome()).isEqualTo(Submission.Outcome.DIFFERENT);
            });

    assertThat(stores().count("job")).isOne();
  }

  @Test
  default void none_is_stored_when_two_have_one_id() {
    NewJob twice = Order.any().once(Idempotency.byId("f")).request();

    assertThatThrownBy(
            () -> store(jobs(MANY, i -> i % (MANY - 1) == 0 ? twice : Order.any().request())))
        .isInstanceOf(JobExists.class);

    assertNothingStored();
  }

  @Test
  default void an_id_whose_record_has_expired_is_free_again() {
    JobId id = stores().jobs.store(Order.any());
    stores().jobs.remove(id);
    stores().pass(Duration.ofHours(3));

    assertThat(store(List.of(Order.any().once(Idempotency.byId("f")).request(id)))).isOne();
  }

  @Test
  default void a_job_of_another_caller_is_refused() {
    assertThatThrownBy(() -> store(List.of(Order.any().request(), Order.any().by("bob").request())))
        .isInstanceOf(IllegalArgumentException.class);

    assertNothingStored();
  }

  @Test
  default void one_batch_is_held_in_memory() throws Exception {
    AtomicInteger taken = new AtomicInteger();
    Iterable<NewJob> small = counted(MANY, taken, i -> Order.any().request());

    assertThat(mostTakenAtAStatement(taken, small)).isEqualTo(256);

    taken.set(0);
    String input = "\"" + "x".repeat(400_000) + "\"";
    Iterable<NewJob> large = counted(10, taken, i -> withInput(Order.any().request(), input));
    assertThat(mostTakenAtAStatement(taken, large)).isEqualTo(3);
  }

  private static Iterable<NewJob> counted(int count, AtomicInteger taken, IntFunction<NewJob> job) {
    return jobs(
        count,
        i -> {
          taken.incrementAndGet();
          return job.apply(i);
        });
  }

  private int mostTakenAtAStatement(AtomicInteger taken, Iterable<NewJob> jobs) throws Exception {
    AtomicInteger before = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    TappedSource.Tap count =
        new TappedSource.Tap() {
          @Override
          public String statement(String sql) {
            if (sql.equals(SubmitSql.JOBS_INSERT)) {
              most.accumulateAndGet(taken.get() - before.getAndSet(taken.get()), Math::max);
            }
            return sql;
          }
        };
    stores().db.tapped().with(count, () -> store(jobs));
    return most.get();
  }

  /** Fails, once, the statement that inserts this batch of jobs. */
  private <T> T whileInserting(int batch, String state, Callable<T> body) throws Exception {
    return atBatch(
        batch,
        () -> {
          throw new SQLException("made up", state);
        },
        body);
  }

  /** Does something on another thread before the statement that inserts this batch of jobs. */
  private <T> T whileInserting(int batch, Runnable others, Callable<T> body) throws Exception {
    return atBatch(
        batch,
        () -> {
          try {
            Race.get(Race.run(Executors.callable(others)));
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        body);
  }

  /** What a test does before a statement. */
  interface Interruption {
    void run() throws SQLException;
  }

  private <T> T atBatch(int batch, Interruption interruption, Callable<T> body) throws Exception {
    AtomicInteger batches = new AtomicInteger();
    TappedSource.Tap tap =
        new TappedSource.Tap() {
          @Override
          public String statement(String sql) throws SQLException {
            if (sql.equals(SubmitSql.JOBS_INSERT) && batches.incrementAndGet() == batch) {
              interruption.run();
            }
            return sql;
          }
        };
    return stores().db.tapped().with(tap, body);
  }

  private static Iterable<NewJob> jobs(int count, IntFunction<NewJob> job) {
    return () -> {
      Iterator<Integer> numbers = IntStream.range(0, count).iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return numbers.hasNext();
        }

        @Override
        public NewJob next() {
          return job.apply(numbers.next());
        }
      };
    };
  }

  private static NewJob withInput(NewJob job, String input) {
    return new NewJob(
        job.id(),
        job.operation(),
        job.caller(),
        input,
        job.labels(),
        job.priority(),
        job.startAt(),
        job.deadline(),
        job.timeout(),
        job.retain(),
        job.tombstone(),
        job.maxAttempts(),
        job.rerunnable(),
        job.file(),
        job.idempotency(),
        job.callback(),
        job.trace(),
        job.origin(),
        job.after(),
        job.reuse());
  }
}

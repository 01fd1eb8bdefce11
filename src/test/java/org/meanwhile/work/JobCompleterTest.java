package org.meanwhile.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meanwhile.job.JobId;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;
import org.meanwhile.job.run.Completion;
import org.meanwhile.job.run.RunResult;

/** The store of these tests is a list. */
@Timeout(20)
class JobCompleterTest {
  private final List<List<Completion>> stored = new CopyOnWriteArrayList<>();
  private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
  private final Set<Lease> refused = new HashSet<>();
  private final List<String> forgotten = new CopyOnWriteArrayList<>();
  private volatile boolean databaseIsReachable = true;
  private final JobCompleter completer =
      new JobCompleter(this::store, () -> databaseIsReachable, Duration.ofMillis(1));

  private void store(List<Completion> completions) {
    if (!failures.isEmpty()) {
      throw failures.remove(0);
    }
    if (completions.stream()
        .anyMatch(c -> refused.contains(c.lease()) && c.result() instanceof RunResult.Canceled)) {
      throw new IllegalStateException("a result that cannot be stored");
    }
    stored.add(completions);
  }

  private Lease ended(String caller) {
    Lease lease = new Lease(new JobId(UUID.randomUUID()), UUID.randomUUID(), 1);
    completer.add(
        new JobCompleter.EndedRun(
            new Completion(lease, new RunResult.Canceled(), Progress.NONE),
            () -> forgotten.add(caller)));
    return lease;
  }

  /** Stores what was added until the completer has stopped. */
  private void storeAndStop() throws Exception {
    CompletableFuture<Void> storing = CompletableFuture.runAsync(completer::storeAll);
    assertThat(completer.stop(Duration.ofSeconds(10))).isTrue();
    storing.get(10, TimeUnit.SECONDS);
  }

  private static RuntimeException outage() {
    return new IllegalStateException(new SQLException("away", "08006"));
  }

  @Test
  void all_results_that_are_there_share_a_transaction() throws Exception {
    List<String> callers = List.of("a", "b", "c");
    callers.forEach(this::ended);

    storeAndStop();

    assertThat(stored).hasSize(1);
    assertThat(stored.get(0)).hasSize(3);
    assertThat(forgotten).isEqualTo(callers);
  }

  @Test
  void a_transaction_has_500_results_at_most() throws Exception {
    for (int i = 0; i < 501; i++) {
      ended("a");
    }

    storeAndStop();

    assertThat(stored).extracting(List::size).containsExactly(500, 1);
  }

  @Test
  void a_batch_is_stored_once_the_database_answers_again() throws Exception {
    ended("a");
    databaseIsReachable = false;
    for (int i = 0; i < 5; i++) {
      failures.add(outage());
    }

    storeAndStop();

    assertThat(stored).hasSize(1);
    assertThat(forgotten).containsExactly("a");
  }

  @Test
  void a_result_that_cannot_be_stored_fails_its_own_job_and_no_other() throws Exception {
    ended("a");
    Lease bad = ended("bad");
    refused.add(bad);
    ended("c");

    storeAndStop();

    List<Completion> all = new ArrayList<>();
    stored.forEach(all::addAll);
    assertThat(all).extracting(Completion::lease).hasSize(3).contains(bad);
    assertThat(all)
        .filteredOn(completion -> completion.lease().equals(bad))
        .allSatisfy(c -> assertThat(c.result()).isInstanceOf(RunResult.Failed.class));
    assertThat(forgotten).containsExactly("a", "bad", "c");
  }

  @Test
  void a_database_that_refuses_a_batch_but_answers_gets_the_results_one_by_one() throws Exception {
    ended("a");
    ended("b");
    for (int i = 0; i < 11; i++) {
      failures.add(outage());
    }
    // Open while the batch is retried: a completer that stops would give up earlier.
    CompletableFuture<Void> storing = CompletableFuture.runAsync(completer::storeAll);
    await().until(() -> stored.size() == 2);
    completer.stop(Duration.ofSeconds(10));
    storing.get(10, TimeUnit.SECONDS);

    assertThat(stored).extracting(List::size).containsExactly(1, 1);
  }

  @Test
  void an_unforeseen_failure_loses_no_result() throws Exception {
    failures.add(new UnsupportedOperationException("in a test"));
    ended("a");
    CompletableFuture<Void> storing = CompletableFuture.runAsync(completer::storeAll);
    await().until(() -> forgotten.size() == 1);
    completer.stop(Duration.ofSeconds(10));
    storing.get(10, TimeUnit.SECONDS);

    assertThat(stored).hasSize(1);
    assertThat(forgotten).containsExactly("a");
  }

  @Test
  void a_stopping_completer_gives_up_on_a_database_that_stays_away() throws Exception {
    ended("a");
    databaseIsReachable = false;
    for (int i = 0; i < 100; i++) {
      failures.add(outage());
    }

    storeAndStop();

    assertThat(stored).isEmpty();
    assertThat(forgotten).as("another node runs the job").containsExactly("a");
  }
}

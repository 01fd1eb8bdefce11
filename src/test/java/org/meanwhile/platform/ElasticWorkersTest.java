package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The executor of these tests keeps its tasks until the test runs them. */
class ElasticWorkersTest {
  private final Queue<String> items = new ConcurrentLinkedQueue<>();
  private final List<Runnable> threads = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private boolean full;
  private int max = 2;
  private long nanos;
  private final ElasticWorkers<String> workers =
      new ElasticWorkers<>(
          this::execute, () -> max, ElasticWorkers.Source.of(items), done::add, () -> nanos);

  private void execute(Runnable thread) {
    if (full) {
      throw new RejectedExecutionException("no thread");
    }
    threads.add(thread);
  }

  @Test
  void one_thread_takes_all_items_and_ends() {
    items.addAll(List.of("a", "b", "c"));
    workers.add();

    threads.get(0).run();

    assertThat(done).containsExactly("a", "b", "c");
    assertThat(workers.threads()).isZero();
  }

  @Test
  void there_are_never_more_threads_than_the_maximum() {
    for (int i = 0; i < 3; i++) {
      assertThat(workers.add()).isTrue();
    }

    assertThat(threads).hasSize(2);
    assertThat(workers.threads()).isEqualTo(2);
  }

  @Test
  void the_maximum_may_change() {
    workers.add();
    workers.add();
    max = 3;
    workers.add();
    assertThat(workers.threads()).isEqualTo(3);

    max = 1;
    workers.add();

    assertThat(threads).hasSize(3);
    assertThat(workers.threads()).as("those that run count until they end").isEqualTo(3);
  }

  @Test
  void a_thread_that_the_executor_refuses_does_not_count() {
    full = true;
    items.add("a");
    assertThat(workers.add()).isFalse();
    assertThat(workers.threads()).isZero();

    full = false;
    workers.staff();

    threads.get(0).run();
    assertThat(done).containsExactly("a");
  }

  @Test
  void no_thread_is_added_for_an_empty_source() {
    workers.staff();

    assertThat(threads).isEmpty();
  }

  @Test
  void an_item_that_comes_after_the_last_look_of_a_thread_gets_another_thread() {
    ElasticWorkers.Source<String> source =
        new ElasticWorkers.Source<>() {
          @Override
          public String next() {
            items.add("late");
            return null;
          }

          @Override
          public boolean isEmpty() {
            return items.isEmpty();
          }
        };
    ElasticWorkers<String> single = new ElasticWorkers<>(this::execute, () -> 1, source, done::add);
    single.add();

    threads.get(0).run();

    assertThat(threads).hasSize(2);
  }

  @Test
  void a_thread_that_never_begins_stops_counting() {
    items.add("a");
    workers.add();
    workers.add();
    workers.staff();
    assertThat(threads).as("the maximum").hasSize(2);

    nanos += ElasticWorkers.START_LIMIT.toNanos() + 1;
    workers.staff();

    assertThat(workers.threads()).isEqualTo(1);
    threads.get(2).run();
    assertThat(done).containsExactly("a");
    assertThat(workers.threads()).isZero();
  }

  @Test
  void a_thread_that_begins_after_it_was_given_up_counts_again_or_ends_when_there_are_enough() {
    for (int i = 0; i < 3; i++) {
      workers.add();
    }
    nanos += ElasticWorkers.START_LIMIT.toNanos() + 1;
    workers.add();
    workers.add();
    assertThat(workers.threads()).isEqualTo(2);
    items.add("a");

    threads.get(0).run();
    assertThat(done).as("there are enough").isEmpty();

    threads.get(2).run();
    items.add("b");
    threads.get(1).run();
    assertThat(done).containsExactly("a", "b");
    assertThat(workers.threads()).isEqualTo(1);
  }

  @Test
  void a_thread_is_busy_while_it_handles_an_item() {
    List<Integer> busy = new ArrayList<>();
    List<ElasticWorkers<String>> self = new ArrayList<>();
    self.add(
        new ElasticWorkers<>(
            this::execute,
            () -> 1,
            ElasticWorkers.Source.of(items),
            item -> busy.add(self.get(0).busy())));
    items.addAll(List.of("a", "b"));
    self.get(0).add();
    assertThat(self.get(0).busy()).isZero();

    threads.get(0).run();

    assertThat(busy).containsExactly(1, 1);
    assertThat(self.get(0).busy()).isZero();
  }
}

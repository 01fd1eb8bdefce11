package org.meanwhile.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class CachedValueTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicInteger reads = new AtomicInteger();

  private static DatabaseFailure failure() {
    return new DatabaseFailure(new SQLException("down", "08006"));
  }

  @Test
  void a_value_is_read_once_in_its_time_to_live() {
    CachedValue<Integer> value = new CachedValue<>(HOUR, reads::incrementAndGet);

    assertThat(value.get()).isEqualTo(1);
    assertThat(value.get()).isEqualTo(1);
  }

  @Test
  void an_expired_value_is_read_again() {
    CachedValue<Integer> value = new CachedValue<>(Duration.ZERO, reads::incrementAndGet);

    assertThat(value.get()).isEqualTo(1);
    assertThat(value.get()).isEqualTo(2);
  }

  @Test
  void a_value_that_took_long_to_read_is_reused_for_longer() {
    CachedValue<Integer> value =
        new CachedValue<>(
            Duration.ZERO,
            1_000_000,
            () -> {
              long startNanos = System.nanoTime();
              while (System.nanoTime() - startNanos < TimeUnit.MILLISECONDS.toNanos(1)) {
                Thread.onSpinWait();
              }
              return reads.incrementAndGet();
            });

    assertThat(value.get()).isEqualTo(1);
    assertThat(value.get()).as("within 1,000 s of a read that took 1 ms").isEqualTo(1);
  }

  @Test
  void other_threads_get_the_expired_value_while_one_reads() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    CachedValue<Integer> value =
        new CachedValue<>(
            Duration.ZERO,
            () -> {
              if (reads.incrementAndGet() == 2) {
                reading.countDown();
                awaitLatch(finish);
              }
              return reads.get();
            });
    value.get();

    CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(value::get);
    awaitLatch(reading);
    assertThat(value.get()).isEqualTo(1);
    finish.countDown();

    assertThat(reader.get()).isEqualTo(2);
  }

  @Test
  void threads_that_come_during_the_first_read_wait_for_it_and_share_its_value() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    CachedValue<Integer> value =
        new CachedValue<>(
            HOUR,
            () -> {
              reading.countDown();
              awaitLatch(finish);
              return reads.incrementAndGet();
            });

    CompletableFuture<Integer> first = CompletableFuture.supplyAsync(value::get);
    awaitLatch(reading);
    CompletableFuture<Integer> second = new CompletableFuture<>();
    Thread waiter = new Thread(() -> second.complete(value.get()));
    waiter.start();
    soon().until(() -> LockSupport.getBlocker(waiter) != null);
    assertThat(second).isNotDone();
    finish.countDown();

    assertThat(first.get()).isEqualTo(1);
    assertThat(second.get()).isEqualTo(1);
  }

  @Test
  void an_expired_value_is_kept_when_the_database_fails() {
    CachedValue<Integer> value =
        new CachedValue<>(
            Duration.ZERO,
            () -> {
              if (reads.incrementAndGet() == 2) {
                throw failure();
              }
              return reads.get();
            });

    assertThat(value.get()).isEqualTo(1);
    assertThat(value.get()).as("the second read fails").isEqualTo(1);
    assertThat(value.get()).isEqualTo(3);
  }

  @Test
  void a_first_read_that_fails_is_thrown_and_the_next_call_reads_again() {
    CachedValue<Integer> value =
        new CachedValue<>(
            HOUR,
            () -> {
              if (reads.incrementAndGet() == 1) {
                throw failure();
              }
              return reads.get();
            });

    assertThatThrownBy(value::get).isInstanceOf(DatabaseFailure.class);
    assertThat(value.get()).isEqualTo(2);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A thread needs a moment until it is parked; nothing tells when. */
  private static ConditionFactory soon() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
  }

  @Test
  void without_any_value_a_failed_read_gives_the_fallback() {
    CachedValue<Integer> value =
        new CachedValue<>(
            HOUR,
            () -> {
              throw failure();
            });

    assertThat(value.getOr(7)).isEqualTo(7);
  }
}

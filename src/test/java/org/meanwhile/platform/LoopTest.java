package org.meanwhile.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.ResourceBundle;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meanwhile.platform.Loop.Pause;

@Timeout(10)
class LoopTest {
  private static final Duration FAILURE_PAUSE = Duration.ofMillis(20);
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final BlockingQueue<Integer> passes = new ArrayBlockingQueue<>(1000);
  private final Log log = new Log();
  private Loop loop;
  private int pass;

  /** Keeps what is logged. */
  private static final class Log implements System.Logger {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public String getName() {
      return "test";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
      lines.add(level + " " + text);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
      lines.add(level + " " + format);
    }
  }

  /** Starts a loop; each pass reports its number, from 1. */
  private void start(Loop.Pass body) {
    loop =
        new Loop(
            log,
            "counting",
            UncheckedIOException.class::isInstance,
            () -> {
              passes.add(++pass);
              return body.run();
            },
            FAILURE_PAUSE);
    loop.start(executor);
  }

  private int next() throws InterruptedException {
    Integer next = passes.poll(5, TimeUnit.SECONDS);
    return next == null ? -1 : next;
  }

  @AfterEach
  void stop() {
    if (loop != null) {
      loop.stop();
    }
    executor.shutdownNow();
  }

  @Test
  void without_a_pause_passes_follow_each_other() throws Exception {
    start(() -> pass < 3 ? Pause.NONE : Pause.upTo(HOUR));

    assertThat(List.of(next(), next(), next())).containsExactly(1, 2, 3);
    assertThat(passes).isEmpty();
  }

  @Test
  void a_pause_ends_by_itself() throws Exception {
    start(() -> Pause.upTo(TimeUnit.MILLISECONDS.toNanos(1)));

    assertThat(List.of(next(), next())).containsExactly(1, 2);
  }

  @Test
  void a_wake_ends_a_pause() throws Exception {
    start(() -> Pause.upTo(HOUR));
    assertThat(next()).isEqualTo(1);

    loop.wake();

    assertThat(next()).isEqualTo(2);
  }

  @Test
  void wakes_during_a_pass_cause_one_more_pass() throws Exception {
    CountDownLatch woken = new CountDownLatch(1);
    start(
        () -> {
          if (pass == 1) {
            awaitQuietly(woken);
          }
          return Pause.upTo(HOUR);
        });
    assertThat(next()).isEqualTo(1);
    for (int i = 0; i < 100; i++) {
      loop.wake();
    }
    woken.countDown();

    assertThat(next()).isEqualTo(2);
    assertThat(passes.poll(20, TimeUnit.MILLISECONDS)).as("one pass for all wakes").isNull();
  }

  @Test
  void a_wake_does_not_shorten_a_pause_below_its_least() throws Exception {
    long least = TimeUnit.MILLISECONDS.toNanos(50);
    start(() -> new Pause(least, HOUR, false));
    long begun = System.nanoTime();
    assertThat(next()).isEqualTo(1);

    loop.wake();

    assertThat(next()).isEqualTo(2);
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(least);
  }

  @Test
  void a_stop_ends_a_pause_below_its_least_too_and_the_end_can_be_awaited() throws Exception {
    start(() -> new Pause(HOUR, HOUR, false));
    assertThat(next()).isEqualTo(1);
    assertThat(loop.awaitEnd(Duration.ofMillis(1))).isFalse();

    loop.stop();

    assertThat(loop.awaitEnd(Duration.ofSeconds(5))).isTrue();
    assertThat(loop.isStopping()).isTrue();
    assertThat(passes).as("no other pass").isEmpty();
  }

  @Test
  void an_interrupt_does_not_end_the_loop() throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    start(
        () -> {
          thread.complete(Thread.currentThread());
          return Pause.upTo(HOUR);
        });
    assertThat(next()).isEqualTo(1);

    thread.get(5, TimeUnit.SECONDS).interrupt();

    assertThat(next()).isEqualTo(2);
    loop.wake();
    assertThat(next()).isEqualTo(3);
  }

  @Test
  void a_failed_pass_is_followed_by_another_after_a_rest_that_no_wake_shortens() throws Exception {
    start(
        () -> {
          if (pass == 1) {
            throw new OutOfMemoryError("in a test");
          }
          return Pause.upTo(HOUR);
        });
    long begun = System.nanoTime();
    assertThat(next()).isEqualTo(1);
    loop.wake();

    assertThat(next()).isEqualTo(2);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(FAILURE_PAUSE);
    assertThat(log.lines).contains("ERROR counting failed");
  }

  @Test
  void an_outage_is_logged_once_and_its_end_when_a_pass_does_something() throws Exception {
    start(
        () ->
            switch (pass) {
              case 1, 3 -> throw new UncheckedIOException(new IOException("away"));
              case 2 -> Pause.idle(0);
              case 4 -> Pause.NONE;
              default -> Pause.upTo(HOUR);
            });
    for (int i = 1; i <= 5; i++) {
      assertThat(next()).isEqualTo(i);
    }

    assertThat(log.lines).hasSize(2);
    assertThat(log.lines)
        .first()
        .isEqualTo(
            "WARNING counting fails for now: java.io.UncheckedIOException:"
                + " java.io.IOException: away");
    assertThat(log.lines)
        .last()
        .asString()
        .startsWith("INFO counting works again, after 2 failures in 0.");
  }

  @Test
  void a_poll_rests_until_its_interval_is_over_or_several_times_as_long_as_it_took() {
    Duration interval = Duration.ofNanos(100);

    assertThat(Loop.restNanos(0, interval, 4)).isEqualTo(100);
    assertThat(Loop.restNanos(20, interval, 4)).isEqualTo(80);
    assertThat(Loop.restNanos(21, interval, 4)).isEqualTo(84);
    assertThat(Loop.restNanos(1000, interval, 4)).isEqualTo(4000);
  }

  @Test
  void a_poll_that_hung_rests_no_longer_than_the_most() {
    long hungNanos = Duration.ofSeconds(60).toNanos();

    assertThat(Loop.restNanos(hungNanos, Duration.ofMillis(500), 50))
        .isEqualTo(Loop.MAX_REST.toNanos());
    assertThat(Loop.restNanos(0, Duration.ofMinutes(1), 4))
        .as("an interval is no cost")
        .isEqualTo(Duration.ofMinutes(1).toNanos());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_loop_whose_task_was_dropped_is_handed_over_again() throws InterruptedException {
    AtomicInteger handedOver = new AtomicInteger();
    loop = Loop.periodic(log, "counting", Duration.ofHours(1), () -> passes.add(++pass));

    loop.start(
        task -> {
          if (handedOver.incrementAndGet() > 1) {
            executor.execute(task);
            executor.execute(task);
          }
        });

    assertThat(handedOver).hasValue(2);
    assertThat(next()).isEqualTo(1);
    assertThat(passes).isEmpty();
  }
}

package org.meanwhile.platform;

import java.lang.System.Logger;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Repeats a pass on one thread until it is stopped. After each pass it pauses as the pass says;
 * {@link #wake} shortens the pause.
 *
 * <p>A pass that throws does not end the loop: the failure is logged and the loop pauses for {@link
 * #FAILURE_PAUSE}. A series of failures is logged once ({@link OutageLog}), and the first pass that
 * does something without failing is logged too. An interrupt does not end the loop either, it only
 * ends the present pause.
 *
 * <p>All methods are thread-safe.
 */
public final class Loop {
  /** The pause after a pass that threw; no wake shortens it. */
  public static final Duration FAILURE_PAUSE = Duration.ofMillis(500);

  /** The longest rest that the cost of a poll asks for. */
  public static final Duration MAX_REST = Duration.ofSeconds(5);

  private static final int START_TRIES = 30;

  /** What the loop repeats. */
  @FunctionalInterface
  public interface Pass {

    /** Does the work once and returns the pause before the next pass. */
    Pause run();
  }

  /**
   * How long the loop pauses.
   *
   * @param leastNanos a wake does not shorten the pause below this
   * @param mostNanos the pause when nothing wakes the loop; 0 or less for none
   * @param idle whether the pass had nothing to do, so that its success does not end an outage
   */
  public record Pause(long leastNanos, long mostNanos, boolean idle) {
    /** No pause, after a pass that did something. */
    public static final Pause NONE = new Pause(0, 0, false);

    /** A pause that a wake ends at once, after a pass that had nothing to do. */
    public static Pause idle(long nanos) {
      return new Pause(0, nanos, true);
    }

    /** A pause that a wake ends at once, after a pass that did something. */
    public static Pause upTo(long nanos) {
      return new Pause(0, nanos, false);
    }
  }

  private final OutageLog log;
  private final Pass pass;
  private final Pause failurePause;
  private final Semaphore wakeUps = new Semaphore(0);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * A loop that has not started yet.
   *
   * @param activity what a pass does, for the log, as in "claiming jobs"
   * @param isOutage whether an exception says only that something the pass needs is away: it is
   *     logged on one line at WARNING, any other failure with its stack trace at ERROR
   */
  public Loop(Logger log, String activity, Predicate<Throwable> isOutage, Pass pass) {
    this(log, activity, isOutage, pass, FAILURE_PAUSE);
  }

  Loop(
      Logger log,
      String activity,
      Predicate<Throwable> isOutage,
      Pass pass,
      Duration failurePause) {
    this.failurePause = new Pause(failurePause.toNanos(), failurePause.toNanos(), true);
    this.log = new OutageLog(log, activity, isOutage);
    this.pass = pass;
  }

  /** A loop that runs a body, pauses for the period, and repeats; a wake has no effect on it. */
  public static Loop periodic(Logger log, String activity, Duration period, Runnable body) {
    return periodic(log, activity, failure -> false, period, body);
  }

  /** A periodic loop whose body may fail because something that it needs is away. */
  public static Loop periodic(
      Logger log, String activity, Predicate<Throwable> isOutage, Duration period, Runnable body) {
    Pause pause = new Pause(period.toNanos(), period.toNanos(), false);
    return new Loop(
        log,
        activity,
        isOutage,
        () -> {
          body.run();
          return pause;
        });
  }

  /**
   * How long a poll rests: until the interval since its start is over, and at least {@code factor}
   * times as long as it took, so that polling uses at most 1/(factor + 1) of one thread. A rest for
   * the cost is {@link #MAX_REST} at most: a poll that hung because the database was away has cost
   * nothing, and those who wait for news must not wait for the outage a second time.
   *
   * @param tookNanos how long the poll took; 0 for one that failed, whose time is no cost
   */
  public static long restNanos(long tookNanos, Duration interval, int factor) {
    long costNanos = Math.min(MAX_REST.toNanos(), factor * tookNanos);
    return Math.max(interval.toNanos() - tookNanos, costNanos);
  }

  /**
   * Starts the loop on a thread of the executor, once, and waits until it has begun. The container
   * drops a task without a word when its thread comes up just as the application is being enabled;
   * a loop that has begun before that is safe. Not begun within a second, it is handed over again.
   */
  public void start(Executor executor) {
    for (int i = 0; i < START_TRIES; i++) {
      executor.execute(this::repeat);
      try {
        if (begun.await(1, TimeUnit.SECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void repeat() {
    synchronized (begun) {
      if (begun.getCount() == 0) {
        return;
      }
      begun.countDown();
    }
    try {
      while (!isStopping()) {
        pause(runLogged());
      }
    } finally {
      ended.countDown();
    }
  }

  /** Memory may be exhausted in this thread as well as in any other, so errors are caught too. */
  private Pause runLogged() {
    try {
      Pause pause = pass.run();
      if (!pause.idle()) {
        log.works();
      }
      return pause;
    } catch (RuntimeException | Error failure) {
      log.failed(failure);
      return failurePause;
    }
  }

  private void pause(Pause pause) {
    try {
      if (pause.leastNanos() > 0 && stopping.await(pause.leastNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
      wakeUps.tryAcquire(pause.mostNanos() - Math.max(0, pause.leastNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // Only stop() ends this thread.
    }
  }

  /**
   * Makes the next pass begin as soon as the least pause allows. A wake that comes during a pass
   * counts for the pause after it, so what was changed before the wake is seen by some later pass.
   */
  public void wake() {
    // One permit is enough, and permits of a loop that never starts must not add up.
    if (wakeUps.availablePermits() == 0) {
      wakeUps.release();
    }
  }

  /** Lets the present pass end and starts no other. Does not wait. */
  public void stop() {
    stopping.countDown();
    wakeUps.release();
  }

  /** Whether {@link #stop} was called; a long pass looks at it to end early. */
  public boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /**
   * Waits for the last pass to end.
   *
   * @return false when it did not end in time, or the calling thread was interrupted
   */
  public boolean awaitEnd(Duration atMost) {
    try {
      return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

package org.meanwhile.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Logs the failures of one activity by its changes: a line when it begins to fail, another when it
 * fails in another way, and one when it works again, with how long that took and how many failures
 * there were. However many threads fail and however often, an outage is a few lines. Thread-safe.
 */
public final class OutageLog {
  private final Logger log;
  private final String activity;
  private final Predicate<Throwable> isOutage;
  private @Nullable Class<?> failing;
  private boolean isAway;
  private long sinceNanos;
  private long lastNanos;
  private long failures;

  /**
   * @param activity for the log, as in "claiming jobs"
   * @param isOutage whether an exception says only that something the activity needs is away: it is
   *     logged on one line at WARNING, any other failure with its stack trace at ERROR
   */
  public OutageLog(Logger log, String activity, Predicate<Throwable> isOutage) {
    this.log = log;
    this.activity = activity;
    this.isOutage = isOutage;
  }

  /**
   * Notes a failure. Failures of one outage are logged once, whatever their classes are: a pool, a
   * driver and a container each have their own.
   */
  public synchronized void failed(Throwable failure) {
    boolean away = isOutage.test(failure);
    boolean isNews = failing == null || away != isAway || !away && failing != failure.getClass();
    if (failing == null) {
      sinceNanos = System.nanoTime();
    }
    failing = failure.getClass();
    isAway = away;
    failures++;
    lastNanos = System.nanoTime();
    if (isNews && away) {
      log.log(Level.WARNING, activity + " fails for now: " + SafeLogText.line(failure));
    } else if (isNews) {
      log.log(Level.ERROR, activity + " failed", SafeLogText.trace(failure));
    }
  }

  /** Notes a success. */
  public void works() {
    worksSince(System.nanoTime());
  }

  /**
   * Notes a success, unless there was a failure after it began.
   *
   * @param begunNanos when that which succeeded began, by {@link System#nanoTime}
   */
  public synchronized void worksSince(long begunNanos) {
    if (failing != null && begunNanos - lastNanos > 0) {
      double seconds = Duration.ofNanos(lastNanos - sinceNanos).toMillis() / 1000.0;
      log.log(
          Level.INFO,
          activity + " works again, after " + failures + " failures in " + seconds + " s");
      failing = null;
      failures = 0;
    }
  }

  /** Whether the last that was noted is a failure. */
  public synchronized boolean isFailing() {
    return failing != null;
  }
}

package org.meanwhile.database;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.meanwhile.platform.CauseChain;
import org.meanwhile.platform.OutageLog;

/**
 * Whether the database does its work, as this node has seen it last. Everything that fails because
 * of the database ends here, so that an outage is told once in the log, and not by each request.
 * Thread-safe.
 */
@ApplicationScoped
public class DatabaseState {
  private static final System.Logger LOG = System.getLogger(DatabaseState.class.getName());

  private static final long REFUSING_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final OutageLog log =
      new OutageLog(LOG, "using the database", DatabaseFailure::isUnavailable);
  private final AtomicLong failures = new AtomicLong();
  private final AtomicInteger refusedInARow = new AtomicInteger();
  private volatile long lastRefusedNanos;

  /** Notes a failure, if it means that the database is unavailable. */
  void failed(DatabaseFailure failure) {
    if (DatabaseFailure.isUnavailable(failure)) {
      failures.incrementAndGet();
      log.failed(failure);
    }
  }

  /**
   * Notes what a request failed with, from whatever layer it comes; what {@link Database} has
   * thrown is noted already.
   *
   * @return whether the database is unavailable
   */
  public boolean isOutage(Throwable thrown) {
    if (!DatabaseFailure.isUnavailable(thrown)) {
      return false;
    }
    if (CauseChain.find(thrown, DatabaseFailure.class).isEmpty()) {
      failures.incrementAndGet();
      log.failed(thrown);
    }
    return true;
  }

  /**
   * Notes that a row was written. Reads do not count: a full disk and a replica answer them.
   *
   * @param begunNanos when the write began, by {@link System#nanoTime}
   */
  public void wrote(long begunNanos) {
    log.worksSince(begunNanos);
  }

  /** Notes that a request to change something was refused because of the database. */
  public void refusedWrite() {
    lastRefusedNanos = System.nanoTime();
    refusedInARow.incrementAndGet();
  }

  /** Notes that such a request was stored. */
  public void storedWrite() {
    if (refusedInARow.get() != 0) {
      refusedInARow.set(0);
    }
  }

  /**
   * Whether this node refuses what clients want to change: two requests in a row, the last of them
   * within 10 s. A full disk may have room for a heartbeat still. One is not enough, because a
   * single connection may always break.
   */
  public boolean isRefusingWrites() {
    return refusedInARow.get() > 1 && System.nanoTime() - lastRefusedNanos < REFUSING_NANOS;
  }

  /** Whether the database failed after this node's last regular write. */
  public boolean isAway() {
    return log.isFailing();
  }

  /** How often the database was found unavailable since this node started. */
  public long failures() {
    return failures.get();
  }
}

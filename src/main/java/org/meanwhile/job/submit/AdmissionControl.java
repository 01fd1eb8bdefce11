package org.meanwhile.job.submit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobsEnded;

/**
 * Whether one more job may be accepted. Counts all unfinished jobs at most once a second, less
 * often when there are very many, and adds what this node accepted since; with several nodes the
 * limits may be passed by what the others accept between two counts. What came to nothing, and what
 * this node has seen end since, is taken off again.
 */
@ApplicationScoped
public class AdmissionControl {
  private static final long FRESH_NANOS = 1_000_000_000L;

  /** Of the time: counting a long queue takes its time, and nobody shall wait for that often. */
  private static final int MOST_EFFORT = 20;

  private static final Duration LEAST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final class Count {
    private final long begunNanos = System.nanoTime();
    private long goodUntilNanos;
    private long waiting;
    private final Map<String, Long> unfinished = new HashMap<>();
    private Count before;

    private void add(String caller) {
      waiting++;
      unfinished.merge(caller, 1L, Long::sum);
    }

    private void subtract(String caller, boolean waited) {
      waiting -= waited && waiting > 0 ? 1 : 0;
      unfinished.computeIfPresent(caller, (name, jobs) -> jobs > 1 ? jobs - 1 : null);
    }
  }

  /** Room that a job was given before it was stored. */
  public static final class Reservation {
    private final Count count;
    private final String caller;

    private Reservation(Count count, String caller) {
      this.count = count;
      this.caller = caller;
    }
  }

  /** So many are remembered until somebody asks; of more, the next count knows. */
  private static final int MOST_LEFT = 10_000;

  /** Apart from the count, so that nobody who ends a job waits while others count. */
  private final BlockingQueue<JobEnded> left = new LinkedBlockingQueue<>(MOST_LEFT);

  private final ReentrantLock lock = new ReentrantLock();
  private Count count;
  private Database database;

  @Inject private MetricRegistry registry;

  /** For the container's proxy. */
  protected AdmissionControl() {}

  /** Admission by the given database. */
  @Inject
  public AdmissionControl(Database database) {
    this.database = database;
  }

  /** Registers the gauge when the application starts, before anybody submits. */
  void register(@Observes @Initialized(ApplicationScoped.class) Object started) {
    registry.gauge(
        Metadata.builder()
            .withName("meanwhile_jobs_waiting")
            .withDescription("Jobs that wait now, on all nodes")
            .build(),
        this,
        AdmissionControl::waiting);
  }

  /**
   * Counts one more job of a caller in.
   *
   * @return to be {@linkplain #release released} when no job comes of it
   * @throws QueueFull when as many wait as may
   * @throws QuotaExceeded when the caller has as many unfinished as it may
   */
  public Reservation admit(String caller, long mostWaiting, long mostUnfinished) {
    lock.lock();
    try {
      refresh();
      if (count.waiting >= mostWaiting) {
        throw new QueueFull(untilRoom(known -> known.waiting));
      }
      if (count.unfinished.getOrDefault(caller, 0L) >= mostUnfinished) {
        throw new QuotaExceeded(
            QuotaExceeded.Quota.UNFINISHED,
            untilRoom(known -> known.unfinished.getOrDefault(caller, 0L)));
      }
      count.add(caller);
      return new Reservation(count, caller);
    } finally {
      lock.unlock();
    }
  }

  /** No job came of what was counted in. A later count has found that out by itself. */
  public void release(Reservation reservation) {
    lock.lock();
    try {
      if (reservation.count == count) {
        count.subtract(reservation.caller, true);
      }
    } finally {
      lock.unlock();
    }
  }

  public void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsEnded event) {
    event.jobs().forEach(left::offer);
  }

  /** A count that began after a job was about to end may have missed it already. */
  private void takeOff() {
    for (JobEnded job = left.poll(); job != null; job = left.poll()) {
      if (count.begunNanos - job.sinceNanos() < 0) {
        count.subtract(job.caller(), job.waited());
      }
    }
  }

  /** When there will be room for one more, if as many leave as did between the last two counts. */
  private Duration untilRoom(ToLongFunction<Count> jobs) {
    long nextCountNanos = count.goodUntilNanos - System.nanoTime();
    if (count.before == null) {
      return within(nextCountNanos);
    }
    long left = jobs.applyAsLong(count.before) - jobs.applyAsLong(count);
    long elapsedNanos = count.begunNanos - count.before.begunNanos;
    return left <= 0 ? LONGEST_WAIT : within(Math.max(nextCountNanos, elapsedNanos / left));
  }

  private static Duration within(long nanos) {
    return within(Duration.ofNanos(nanos), LEAST_WAIT, LONGEST_WAIT);
  }

  /** What a refused client is told to wait: neither so little nor so long that nobody would. */
  static Duration within(Duration wait, Duration least, Duration most) {
    return wait.compareTo(least) < 0 ? least : wait.compareTo(most) > 0 ? most : wait;
  }

  /** How many jobs wait, as last counted. */
  public long waiting() {
    lock.lock();
    try {
      refresh();
      return count.waiting;
    } finally {
      lock.unlock();
    }
  }

  private void refresh() {
    if (count == null || System.nanoTime() - count.goodUntilNanos > 0) {
      try {
        Count fresh = database.read(AdmissionControl::read);
        if (count != null) {
          count.before = null;
        }
        fresh.before = count;
        count = fresh;
      } catch (DatabaseFailure e) {
        if (count == null) {
          throw e;
        }
        // The old count will do for a while: others wait for this lock.
        count.goodUntilNanos = System.nanoTime() + FRESH_NANOS;
      }
    }
    takeOff();
  }

  private static Count read(Connection c) throws SQLException {
    Count fresh = new Count();
    Rows.query(
        c,
        QuotaSql.UNFINISHED_BY_CALLER,
        row -> {
          long jobs = row.getLong(3);
          fresh.waiting += row.getBoolean(2) ? jobs : 0;
          return fresh.unfinished.merge(row.getString(1), jobs, Long::sum);
        });
    long effort = System.nanoTime() - fresh.begunNanos;
    fresh.goodUntilNanos = System.nanoTime() + Math.max(FRESH_NANOS, effort * MOST_EFFORT);
    return fresh;
  }
}

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
import org.meanwhile.database.Database;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.database.Rows;
import org.meanwhile.job.JobEnded;
import org.meanwhile.job.JobsEnded;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.Meters;
import org.meanwhile.platform.Metric;

/**
 * Limits the waiting jobs ({@code meanwhile.queue.max-waiting}) and each caller's unfinished jobs
 * ({@code meanwhile.caller.max-unfinished-jobs}).
 *
 * <p>Unfinished jobs are counted in the database at most once a second, less often when counting
 * takes long. Jobs that this node accepted since are added; jobs that were not stored after all,
 * and jobs that ended through this node since, are subtracted. So with several nodes the limits may
 * be exceeded by what the others accept between two counts.
 *
 * <p>Not to be called inside a container transaction. Safe for many threads; one thread counts
 * while the others wait.
 */
@ApplicationScoped
public class AdmissionControl {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(1);

  /** A count is reused for 20 × as long as it took, within {@link Loop#MAX_REST}. */
  private static final int COST_FACTOR = 20;

  private static final Duration MIN_WAIT = Duration.ofSeconds(1);
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private static final class Count {
    private final long startNanos = System.nanoTime();
    private long validUntilNanos;
    private long waiting;
    private final Map<String, Long> unfinished = new HashMap<>();
    private Count previous;

    private void add(String caller, long jobs) {
      waiting += jobs;
      unfinished.merge(caller, jobs, Long::sum);
    }

    private void subtract(Reservation reservation) {
      waiting = Math.max(0, waiting - reservation.jobs);
      unfinished.computeIfPresent(
          reservation.caller,
          (name, all) -> all > reservation.jobs ? all - reservation.jobs : null);
    }

    private void subtract(String caller, boolean waited) {
      waiting -= waited && waiting > 0 ? 1 : 0;
      unfinished.computeIfPresent(caller, (name, jobs) -> jobs > 1 ? jobs - 1 : null);
    }
  }

  /** Places in queue and quota, taken before the jobs are stored. */
  public static final class Reservation {
    private final Count count;
    private final String caller;
    private final long jobs;

    private Reservation(Count count, String caller, long jobs) {
      this.count = count;
      this.caller = caller;
      this.jobs = jobs;
    }
  }

  /** Ended jobs beyond this number are left to the next count. */
  private static final int MAX_ENDED = 10_000;

  /** Apart from the count, so that a thread that ends a job does not wait for one that counts. */
  private final BlockingQueue<JobEnded> endedSince = new LinkedBlockingQueue<>(MAX_ENDED);

  private final ReentrantLock lock = new ReentrantLock();
  private Count count;
  private Database database;

  @Inject private Meters meters;

  /** For the container's proxy. */
  protected AdmissionControl() {}

  @Inject
  public AdmissionControl(Database database) {
    this.database = database;
  }

  /** Registers the gauge when the application starts, before the first request. */
  void register(@Observes @Initialized(ApplicationScoped.class) Object started) {
    meters.gauge(
        Metric.of("meanwhile_jobs_waiting", "Jobs that wait now, on all nodes"),
        this,
        AdmissionControl::waiting);
  }

  /**
   * Reserves places for further jobs of a caller, for all of them or none.
   *
   * @param jobs how many; 1 or more
   * @return to be {@linkplain #release released} when no job comes of it
   * @throws QueueFull when more than {@code maxWaiting} jobs would wait
   * @throws QuotaExceeded when the caller would have more than {@code maxUnfinished} unfinished
   *     jobs
   */
  public Reservation admit(String caller, long jobs, long maxWaiting, long maxUnfinished) {
    lock.lock();
    try {
      refresh();
      if (count.waiting + jobs > maxWaiting) {
        throw new QueueFull(untilRoom(known -> known.waiting));
      }
      if (count.unfinished.getOrDefault(caller, 0L) + jobs > maxUnfinished) {
        throw new QuotaExceeded(
            QuotaExceeded.Quota.UNFINISHED,
            untilRoom(known -> known.unfinished.getOrDefault(caller, 0L)));
      }
      count.add(caller, jobs);
      return new Reservation(count, caller, jobs);
    } finally {
      lock.unlock();
    }
  }

  /** Frees the places: no job was stored. A count that began later never saw the jobs. */
  public void release(Reservation reservation) {
    lock.lock();
    try {
      if (reservation.count == count) {
        count.subtract(reservation);
      }
    } finally {
      lock.unlock();
    }
  }

  public void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobsEnded event) {
    event.jobs().forEach(endedSince::offer);
  }

  /**
   * Subtracts ended jobs from the count. Skips a job whose end began before the count did: the
   * count may lack it already.
   */
  private void subtractEnded() {
    for (JobEnded job = endedSince.poll(); job != null; job = endedSince.poll()) {
      if (count.startNanos - job.sinceNanos() < 0) {
        count.subtract(job.caller(), job.waited());
      }
    }
  }

  /** The time until there is room, if jobs end as fast as between the last two counts. */
  private Duration untilRoom(ToLongFunction<Count> jobs) {
    long nextCountNanos = count.validUntilNanos - System.nanoTime();
    if (count.previous == null) {
      return within(nextCountNanos);
    }
    long ended = jobs.applyAsLong(count.previous) - jobs.applyAsLong(count);
    long elapsedNanos = count.startNanos - count.previous.startNanos;
    return ended <= 0 ? MAX_WAIT : within(Math.max(nextCountNanos, elapsedNanos / ended));
  }

  private static Duration within(long nanos) {
    return RetryWait.within(Duration.ofNanos(nanos), MIN_WAIT, MAX_WAIT);
  }

  /** The number of waiting jobs on all nodes, at most about a second old. */
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
    boolean expired = count == null || System.nanoTime() - count.validUntilNanos > 0;
    // While the database is away, a request that needs it must not wait for it twice.
    if (expired && (count == null || !database.isAway())) {
      try {
        Count fresh = database.read(AdmissionControl::read);
        if (count != null) {
          count.previous = null;
        }
        fresh.previous = count;
        count = fresh;
      } catch (DatabaseFailure e) {
        if (count == null) {
          throw e;
        }
        // Keep the old count for a while: other threads wait for this lock.
        count.validUntilNanos = System.nanoTime() + TIME_TO_LIVE.toNanos();
      }
    }
    subtractEnded();
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
    long tookNanos = System.nanoTime() - fresh.startNanos;
    long restNanos = Loop.restNanos(tookNanos, TIME_TO_LIVE, COST_FACTOR);
    fresh.validUntilNanos = System.nanoTime() + Math.max(TIME_TO_LIVE.toNanos(), restNanos);
    return fresh;
  }
}

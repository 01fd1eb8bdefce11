package org.meanwhile.job.read;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;

/**
 * Keeps what polls have read, so that polls of one job share a read. A change that this node knows
 * of is seen at once. A change made through another node is seen when the read is older than its
 * maximum age.
 *
 * <p>Ended jobs hardly ever change, so the read of one is good for much longer, as long as this
 * node knows of all changes: by {@link #knows looks} of which the last one began no longer than the
 * maximum age ago. A look also tells the database's time, by which a read is good only until the
 * job expires or its record is gone.
 *
 * <p>A read that began before a change and ends after it must not be kept. So each change counts,
 * in a counter that the job shares with a few others, and a read is good only as long as the
 * counter is as it was before the read. Counting a change of another job costs no more than a read.
 *
 * <p>Bounded; safe for many threads.
 */
final class SharedReads {
  /** So many that thousands of jobs that end in a second leave most of what is kept alone. */
  private static final int COUNTERS = 1 << 16;

  /** What rounding to milliseconds may take from the database's time. */
  private static final int ROUNDED_MILLIS = 2;

  private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final long maxAgeNanos;
  private final LongSupplier nanos;
  private final AtomicIntegerArray changes = new AtomicIntegerArray(COUNTERS);
  private final RecentViews<Kept> kept;

  /** Null before the first. */
  private volatile @Nullable Look lastLook;

  private volatile boolean asked;

  private record Kept(JobView view, Begun begun, boolean ended, long trueUntilMillis) {}

  /** A read that has begun. */
  record Begun(JobId job, int changes, long nanos) {}

  private record Look(long beganNanos, long databaseMillis) {

    /** The latest that the database's clock may show. */
    long databaseMillisAt(long nanos) {
      return databaseMillis + (nanos - beganNanos) / NANOS_PER_MILLI + ROUNDED_MILLIS;
    }
  }

  /**
   * @param maxAge counted from the begin of a read, or of the last look; zero: nothing is kept
   * @param maxBytes of the reads that are kept, about
   * @param nanos as {@link System#nanoTime}
   */
  SharedReads(Duration maxAge, long maxBytes, LongSupplier nanos) {
    this.maxAgeNanos = maxAge.toNanos();
    this.kept = new RecentViews<>(maxBytes);
    this.nanos = nanos;
  }

  /** The job as it was read last; empty when it may be another by now. */
  Optional<JobView> find(JobId job) {
    if (maxAgeNanos == 0) {
      return Optional.empty();
    }
    if (!asked) {
      asked = true;
    }
    Kept known = kept.get(job);
    return known != null && isGood(known) ? Optional.of(known.view()) : Optional.empty();
  }

  /** Takes the look before the counter: what a look has found is counted before it is known. */
  private boolean isGood(Kept read) {
    Look look = lastLook;
    long now = nanos.getAsLong();
    boolean informed = look != null && now - look.beganNanos() <= maxAgeNanos;
    boolean over = informed && look.databaseMillisAt(now) >= read.trueUntilMillis();
    boolean young = now - read.begun().nanos() <= maxAgeNanos;
    return !over && (young || informed && read.ended()) && isUnchanged(read.begun());
  }

  private boolean isUnchanged(Begun begun) {
    return begun.changes() == changes.get(counter(begun.job()));
  }

  /** To be called before the job is read. */
  Begun begin(JobId job) {
    return new Begun(job, changes.get(counter(job)), nanos.getAsLong());
  }

  /** Keeps what a read has found. */
  void keep(Begun begun, JobView view) {
    if (maxAgeNanos > 0) {
      boolean ended = view.job().status().ended();
      long until = view.trueUntil().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
      kept.put(begun.job(), new Kept(view, begun, ended, until), view.bytes());
    }
  }

  /** The job has changed, or a newer state of it is known. To be called after the commit. */
  void changed(JobId job) {
    changes.incrementAndGet(counter(job));
  }

  /** Any job may have changed. */
  void anyChanged() {
    for (int counter = 0; counter < COUNTERS; counter++) {
      changes.incrementAndGet(counter);
    }
  }

  /**
   * This node knows of all changes that ended jobs had by the begin of a look. To be called after
   * all that the look has found was told to {@link #changed}.
   *
   * @param beganNanos as {@link System#nanoTime}, before the look
   * @param databaseTime a time not before that, by the database's clock
   */
  void knows(long beganNanos, Instant databaseTime) {
    lastLook = new Look(beganNanos, databaseTime.toEpochMilli());
  }

  /** Whether {@link #find} was called since this was. */
  boolean wasAsked() {
    boolean was = asked;
    asked = false;
    return was;
  }

  private static int counter(JobId job) {
    return job.hashCode() & (COUNTERS - 1);
  }
}

package org.meanwhile.job.read;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobView;

/**
 * Keeps what polls have read for a moment, so that many polls of one job share a read. A change
 * that this node knows of is seen at once; a change made through another node is seen when the read
 * is older than its maximum age. Bounded; safe for many threads.
 *
 * <p>A read that began before a change and ends after it must not be kept. So each change counts,
 * in a counter that the job shares with a few others, and a read is good only as long as the
 * counter is as it was before the read. Counting a change of another job costs no more than a read.
 */
final class SharedReads {
  private static final int COUNTERS = 1 << 12;

  private final long maxAgeNanos;
  private final int maxJobs;
  private final LongSupplier nanos;
  private final AtomicIntegerArray changes = new AtomicIntegerArray(COUNTERS);

  /** Reads since {@link #turnedNanos}, and those of the time before: all older ones are too old. */
  private volatile Map<JobId, Kept> young = new ConcurrentHashMap<>();

  private volatile Map<JobId, Kept> old = Map.of();
  private volatile long turnedNanos;

  private record Kept(JobView view, Begun begun) {}

  /** A read that has begun. */
  record Begun(JobId job, int changes, long nanos) {}

  /**
   * @param maxAge counted from the begin of a read; zero: nothing is kept
   * @param maxJobs how many jobs are kept of those that are read within the maximum age
   * @param nanos as {@link System#nanoTime}
   */
  SharedReads(Duration maxAge, int maxJobs, LongSupplier nanos) {
    this.maxAgeNanos = maxAge.toNanos();
    this.maxJobs = maxJobs;
    this.nanos = nanos;
    this.turnedNanos = nanos.getAsLong();
  }

  /** The job as it was read last; empty when that is too long ago, or it was changed since. */
  Optional<JobView> find(JobId job) {
    if (maxAgeNanos == 0) {
      return Optional.empty();
    }
    Kept kept = young.get(job);
    if (kept == null) {
      kept = old.get(job);
    }
    return kept != null && isGood(kept.begun()) ? Optional.of(kept.view()) : Optional.empty();
  }

  private boolean isGood(Begun begun) {
    return begun.changes() == changes.get(counter(begun.job()))
        && nanos.getAsLong() - begun.nanos() <= maxAgeNanos;
  }

  /** To be called before the job is read. */
  Begun begin(JobId job) {
    return new Begun(job, changes.get(counter(job)), nanos.getAsLong());
  }

  /** Keeps what a read has found. */
  void keep(Begun begun, JobView view) {
    if (maxAgeNanos == 0) {
      return;
    }
    turn();
    Map<JobId, Kept> to = young;
    if (to.size() < maxJobs) {
      to.put(begun.job(), new Kept(view, begun));
    }
  }

  /** The job has changed, or a newer state of it is known. To be called after the commit. */
  void changed(JobId job) {
    changes.incrementAndGet(counter(job));
  }

  private static int counter(JobId job) {
    return job.hashCode() & (COUNTERS - 1);
  }

  private void turn() {
    if (nanos.getAsLong() - turnedNanos > maxAgeNanos) {
      synchronized (this) {
        long now = nanos.getAsLong();
        if (now - turnedNanos > maxAgeNanos) {
          old = young;
          young = new ConcurrentHashMap<>();
          turnedNanos = now;
        }
      }
    }
  }
}

package org.meanwhile.job.read;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.meanwhile.job.JobId;

/**
 * The jobs that this node has lately changed or read where they are written, and when: a copy that
 * is older than that must not be believed about them. Safe for many threads.
 *
 * <p>Bounded. What is forgotten to make room counts for all jobs: then only a copy is believed that
 * is newer than whatever was forgotten.
 */
final class ReadYourWrites {
  private final int most;
  private final LongSupplier nanos;
  private final Map<JobId, Long> seen = new LinkedHashMap<>();
  private long floorNanos;

  /**
   * @param most how many are remembered
   * @param nanos as {@link System#nanoTime}
   */
  ReadYourWrites(int most, LongSupplier nanos) {
    this.most = most;
    this.nanos = nanos;
    this.floorNanos = nanos.getAsLong();
  }

  /** The latest of this job is known here now. To be called after it was committed, or read. */
  synchronized void see(JobId job) {
    seen.remove(job);
    seen.put(job, nanos.getAsLong());
    if (seen.size() > most) {
      Iterator<Long> oldest = seen.values().iterator();
      floorNanos = oldest.next();
      oldest.remove();
    }
  }

  /**
   * Whether a copy that holds all that was committed before a time has all that is known here of a
   * job. What was forgotten because a newer copy has it does not count: no copy goes back.
   */
  synchronized boolean isIn(long copyNanos, JobId job) {
    Long last = seen.get(job);
    return copyNanos - (last == null ? floorNanos : last) > 0;
  }

  /** Forgets what a copy has. */
  synchronized void forgetBefore(long copyNanos) {
    Iterator<Long> oldest = seen.values().iterator();
    while (oldest.hasNext() && copyNanos - oldest.next() > 0) {
      oldest.remove();
    }
  }
}

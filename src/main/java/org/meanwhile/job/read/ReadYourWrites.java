package org.meanwhile.job.read;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.meanwhile.job.JobId;

/**
 * Remembers which jobs this node has lately changed or read from the primary, and when: a replica
 * that is older than that must not be believed about them. Safe for many threads.
 *
 * <p>Bounded. When an entry is forgotten to make room, its time counts for all jobs: from then on
 * only a replica that is newer is believed about any job.
 */
final class ReadYourWrites {
  private final int maxJobs;
  private final LongSupplier nanos;
  private final Map<JobId, Long> seen = new LinkedHashMap<>();
  private long floorNanos;

  /**
   * @param maxJobs how many jobs are remembered
   * @param nanos as {@link System#nanoTime}
   */
  ReadYourWrites(int maxJobs, LongSupplier nanos) {
    this.maxJobs = maxJobs;
    this.nanos = nanos;
    this.floorNanos = nanos.getAsLong();
  }

  /** This node knows the latest state of the job. To be called after the commit or the read. */
  synchronized void see(JobId job) {
    seen.remove(job);
    seen.put(job, nanos.getAsLong());
    if (seen.size() > maxJobs) {
      Iterator<Long> oldest = seen.values().iterator();
      floorNanos = oldest.next();
      oldest.remove();
    }
  }

  /**
   * Whether a replica that holds all that was committed before a time has all that this node knows
   * of a job. Entries forgotten because a newer replica had them do not count: no replica goes
   * back.
   */
  synchronized boolean isIn(long replicaNanos, JobId job) {
    Long last = seen.get(job);
    return replicaNanos - (last == null ? floorNanos : last) > 0;
  }

  /** Forgets entries that such a replica has. */
  synchronized void forgetBefore(long replicaNanos) {
    Iterator<Long> oldest = seen.values().iterator();
    while (oldest.hasNext() && replicaNanos - oldest.next() > 0) {
      oldest.remove();
    }
  }
}

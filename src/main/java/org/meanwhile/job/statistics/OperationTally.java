package org.meanwhile.job.statistics;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.meanwhile.job.JobStatus;

/** Counts what happens to the jobs of one operation, until the counts are taken. Thread-safe. */
final class OperationTally {
  private final AtomicLong made = new AtomicLong();
  private final TimeTally waits = new TimeTally();
  private final TimeTally runs = new TimeTally();
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong canceled = new AtomicLong();
  private final AtomicLong unstoredBusyMillis = new AtomicLong();
  private final BusySlots busy = new BusySlots();

  void made(long jobs) {
    made.addAndGet(jobs);
  }

  void waited(Duration time) {
    waits.add(time);
  }

  void ran(Duration time) {
    runs.add(time);
  }

  void slotTaken(long nowNanos) {
    busy.taken(nowNanos);
  }

  void slotFreed(long nowNanos) {
    busy.freed(nowNanos);
  }

  void ended(JobStatus status) {
    switch (status) {
      case SUCCEEDED -> succeeded.incrementAndGet();
      case FAILED -> failed.incrementAndGet();
      case CANCELED -> canceled.incrementAndGet();
      case WAITING, RUNNING -> {}
    }
  }

  /** Returns the counts, and starts anew. */
  Counts take(long nowNanos) {
    return new Counts(
        made.getAndSet(0),
        waits.take(),
        runs.take(),
        new Counts.Ended(succeeded.getAndSet(0), failed.getAndSet(0), canceled.getAndSet(0)),
        new Counts.Slots(unstoredBusyMillis.getAndSet(0) + busy.take(nowNanos), 0));
  }

  /** Takes back counts that were not stored. */
  void add(Counts counts) {
    made.addAndGet(counts.made());
    waits.add(counts.waits());
    runs.add(counts.runs());
    succeeded.addAndGet(counts.ended().succeeded());
    failed.addAndGet(counts.ended().failed());
    canceled.addAndGet(counts.ended().canceled());
    unstoredBusyMillis.addAndGet(counts.slots().takenMillis());
  }
}

package org.meanwhile.work;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.meanwhile.job.ClaimedJob;
import org.meanwhile.job.Ending;
import org.meanwhile.job.Finish;
import org.meanwhile.job.JobError;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;
import org.meanwhile.operation.catalogue.OfferedOperation;

/**
 * One attempt at a job on this node.
 *
 * <p>It may wait for a slot first. Exactly one outcome is reported: by the run's own thread; by
 * whoever cuts it off, when it does not listen; by whoever stops it before it began.
 */
final class Run implements Runnable {
  /** How long a claimed job may wait for a slot of this node. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private static final Ending HANDED_BACK = new Ending.HandedBack();

  private final ClaimedJob claimed;
  private final OfferedOperation operation;
  private final Workshop workshop;
  private final Shield shield = new Shield();
  private final AtomicReference<Stop> stop = new AtomicReference<>();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicBoolean reported = new AtomicBoolean();
  private final RunTask task;
  private final long claimedNanos = System.nanoTime();
  private volatile long begunNanos;
  private volatile long stopNanos;
  private volatile boolean running;

  Run(ClaimedJob claimed, OfferedOperation operation, Workshop workshop) {
    this.claimed = claimed;
    this.operation = operation;
    this.workshop = workshop;
    this.task = workshop.task(claimed, shield, stop);
  }

  /** Runs, unless it was stopped before. */
  @Override
  public void run() {
    begunNanos = System.nanoTime();
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    running = true;
    boolean succeeded = false;
    try {
      Ending ending = shielded();
      succeeded = ending instanceof Ending.Succeeded;
      boolean mine = report(ending);
      task.cleanUp(mine && succeeded);
    } finally {
      workshop.ran(this, Duration.ofNanos(System.nanoTime() - begunNanos), succeeded);
    }
  }

  private Ending shielded() {
    shield.enter();
    try {
      return attempt();
    } finally {
      shield.leave();
    }
  }

  private Ending attempt() {
    try {
      operation.run(claimed.input(), task);
      return afterReturn(task.result());
    } catch (Throwable failure) {
      try {
        return afterFailure(failure);
      } catch (Throwable another) {
        // The heap may be too full even to log the first. The job ends all the same.
        return stop.get() != null
            ? HANDED_BACK
            : new Ending.Failed(new JobError(500, "operation-failed", "the operation failed"));
      }
    }
  }

  /** A result counts when nobody wanted it stopped, or only for this node's sake. */
  private Ending afterReturn(Ending.Succeeded result) {
    Stop why = stop.get();
    // Whether the lease still holds, storing it will tell.
    boolean wanted = why != Stop.CANCELED && why != Stop.TIMED_OUT;
    return wanted ? result : ending(why);
  }

  private Ending afterFailure(Throwable failure) {
    Stop why = stop.get();
    return why == null ? workshop.failures().ending(claimed, failure) : ending(why);
  }

  private Ending ending(Stop why) {
    return switch (why) {
      case CANCELED -> new Ending.Canceled();
      case TIMED_OUT ->
          new Ending.Failed(
              new JobError(504, "timed-out", "it took longer than " + claimed.timeout()));
      case NODE_STOPS, LEASE_LOST -> running && !operation.rerunnable() ? cutShort() : HANDED_BACK;
      case NOT_BEGUN -> HANDED_BACK;
    };
  }

  private static Ending cutShort() {
    return new Ending.Failed(
        new JobError(500, "interrupted", "its node stopped, and it must not run twice"));
  }

  /** True when this call was the one that reported. */
  private boolean report(Ending ending) {
    if (!reported.compareAndSet(false, true)) {
      return false;
    }
    workshop.ended(this, new Finish(claimed.lease(), ending, task.latest()));
    return true;
  }

  /** Tells the run to stop; the first reason counts. */
  void stop(Stop why) {
    if (stop.get() == null) {
      stopNanos = System.nanoTime();
    }
    if (stop.compareAndSet(null, why)) {
      if (begun.compareAndSet(false, true)) {
        workshop.withdraw(this);
        report(ending(why));
      } else {
        shield.interrupt();
      }
    }
  }

  /**
   * Looks after the run's time: stops it when it is up, cuts it off when it did not stop in time,
   * and hands it back when it waits here for a slot that another node may have.
   */
  void watch(Duration grace) {
    Stop why = stop.get();
    if (!begun.get()) {
      if (olderThan(claimedNanos, PATIENCE)) {
        stop(Stop.NOT_BEGUN);
      }
    } else if (why == null) {
      if (olderThan(begunNanos, claimed.timeout())) {
        stop(Stop.TIMED_OUT);
      }
    } else if (olderThan(stopNanos, grace)) {
      cutOff();
    }
  }

  /**
   * Decides without the run's thread, which may go on as long as it likes: its result is dropped.
   */
  void cutOff() {
    Stop why = stop.get();
    if (why != null) {
      report(ending(why));
    }
  }

  private static boolean olderThan(long sinceNanos, Duration age) {
    return System.nanoTime() - sinceNanos > age.toNanos();
  }

  Optional<Progress> unreportedProgress() {
    return reported.get() ? Optional.empty() : task.unreported();
  }

  Lease lease() {
    return claimed.lease();
  }

  String operation() {
    return claimed.operation();
  }

  String caller() {
    return claimed.caller();
  }
}

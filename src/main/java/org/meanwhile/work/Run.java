package org.meanwhile.work;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.meanwhile.job.JobError;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Completion;
import org.meanwhile.job.run.RunResult;
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

  private static final RunResult HANDED_BACK = new RunResult.HandedBack();

  private final ClaimedJob claimed;
  private final OfferedOperation operation;
  private final JobExecutor workshop;
  private final InterruptShield shield = new InterruptShield();
  private final AtomicReference<StopReason> stop = new AtomicReference<>();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicBoolean reported = new AtomicBoolean();
  private final RunTask task;
  private final long claimedNanos = System.nanoTime();
  private volatile long begunNanos;
  private volatile long stopNanos;
  private volatile boolean running;

  Run(ClaimedJob claimed, OfferedOperation operation, JobExecutor workshop) {
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
      RunResult ending = shielded();
      succeeded = ending instanceof RunResult.Succeeded;
      boolean mine = report(ending);
      task.cleanUp(mine && succeeded);
    } finally {
      workshop.ran(this, Duration.ofNanos(System.nanoTime() - begunNanos), succeeded);
    }
  }

  private RunResult shielded() {
    shield.enter();
    try {
      return attempt();
    } finally {
      shield.leave();
    }
  }

  private RunResult attempt() {
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
            : new RunResult.Failed(new JobError(500, "operation-failed", "the operation failed"));
      }
    }
  }

  /** A result counts when nobody wanted it stopped, or only for this node's sake. */
  private RunResult afterReturn(RunResult.Succeeded result) {
    StopReason why = stop.get();
    // Whether the lease still holds, storing it will tell.
    boolean wanted = why != StopReason.CANCELED && why != StopReason.TIMED_OUT;
    return wanted ? result : ending(why);
  }

  private RunResult afterFailure(Throwable failure) {
    StopReason why = stop.get();
    return why == null ? workshop.failures().ending(claimed, failure) : ending(why);
  }

  private RunResult ending(StopReason why) {
    return switch (why) {
      case CANCELED -> new RunResult.Canceled();
      case TIMED_OUT ->
          new RunResult.Failed(
              new JobError(504, "timed-out", "it took longer than " + claimed.timeout()));
      case NODE_STOPS, LEASE_LOST -> running && !operation.rerunnable() ? cutShort() : HANDED_BACK;
      case NOT_BEGUN -> HANDED_BACK;
    };
  }

  private static RunResult cutShort() {
    return new RunResult.Failed(
        new JobError(500, "interrupted", "its node stopped, and it must not run twice"));
  }

  /** True when this call was the one that reported. */
  private boolean report(RunResult ending) {
    if (!reported.compareAndSet(false, true)) {
      return false;
    }
    workshop.ended(this, new Completion(claimed.lease(), ending, task.latest()));
    return true;
  }

  /** Tells the run to stop; the first reason counts. */
  void stop(StopReason why) {
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
    StopReason why = stop.get();
    if (!begun.get()) {
      if (olderThan(claimedNanos, PATIENCE)) {
        stop(StopReason.NOT_BEGUN);
      }
    } else if (why == null) {
      if (olderThan(begunNanos, claimed.timeout())) {
        stop(StopReason.TIMED_OUT);
      }
    } else if (olderThan(stopNanos, grace)) {
      cutOff();
    }
  }

  /**
   * Decides without the run's thread, which may go on as long as it likes: its result is dropped.
   */
  void cutOff() {
    StopReason why = stop.get();
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

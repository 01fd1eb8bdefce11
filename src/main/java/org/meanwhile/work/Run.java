package org.meanwhile.work;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.meanwhile.job.JobError;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;
import org.meanwhile.job.RunLimits;
import org.meanwhile.job.Speed;
import org.meanwhile.job.estimate.ProgressMeter;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Completion;
import org.meanwhile.job.run.MissedDeadline;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.CauseChain;
import org.meanwhile.platform.Guarded;
import org.meanwhile.platform.JobSpan;
import org.meanwhile.platform.Spans;

/**
 * One attempt at a job on this node. It may wait for a slot first.
 *
 * <p>Exactly one result is reported: by the run's own thread; by the thread that cuts the run off,
 * when it ignores its interrupt; or by the thread that stops it before it has started.
 */
final class Run {
  private static final System.Logger LOG = System.getLogger(Run.class.getName());

  /** How long a claimed job may wait for a slot of this node; another node may have one. */
  private static final Duration MAX_WAIT_FOR_SLOT = Duration.ofMillis(250);

  private static final Duration CENTURY = Duration.ofDays(36_525);

  private static final RunResult HANDED_BACK = new RunResult.HandedBack();

  /** Made beforehand: the heap may be too full to make it later. */
  private static final RunResult OUT_OF_MEMORY =
      new RunResult.Failed(new JobError(500, "operation-failed", "the operation failed"));

  /** Hears of the run. Called by any thread. */
  interface Listener {

    /** The run was stopped before it started, and will not start. */
    void withdrawn(Run run);

    /** The run was cut off while its thread goes on; it holds its slot until it returns. */
    void cutOff(Run run);

    /** The run's result is known. Called once. */
    void completed(Run run, Completion completion);
  }

  private final ClaimedJob job;
  private final OfferedOperation operation;
  private final RunTask task;
  private final InterruptShield shield;
  private final AtomicReference<StopReason> stopReason;
  private final FailurePolicy failures;
  private final Spans spans;
  private final Listener listener;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean reported = new AtomicBoolean();
  private final long claimedNanos = System.nanoTime();
  private volatile long startedNanos;
  private volatile long stopNanos;
  private volatile boolean running;
  private volatile Duration timeout;
  private volatile Optional<Long> deadlineNanos;
  private @Nullable ProgressMeter meter;

  /**
   * A run that waits for a slot.
   *
   * @param stopReason set when the run is told to stop; shared with the task
   */
  Run(
      ClaimedJob job,
      OfferedOperation operation,
      RunTask task,
      InterruptShield shield,
      AtomicReference<StopReason> stopReason,
      FailurePolicy failures,
      Spans spans,
      Listener listener) {
    this.job = job;
    this.operation = operation;
    this.task = task;
    this.shield = shield;
    this.stopReason = stopReason;
    this.failures = failures;
    this.spans = spans;
    this.listener = listener;
    this.timeout = job.timeout();
    this.deadlineNanos = job.untilDeadline().map(left -> claimedNanos + nanos(left));
  }

  /**
   * Applies limits that the job's caller may have changed. A run that is to be suspended goes on
   * until its next checkpoint; one that has not started is handed back at once.
   */
  void limit(RunLimits limits) {
    timeout = limits.timeout();
    long nowNanos = System.nanoTime();
    deadlineNanos = limits.untilDeadline().map(left -> nowNanos + nanos(left));
    task.suspendAtCheckpoint(limits.suspended());
    if (limits.suspended() && !started.get()) {
      stop(StopReason.SUSPENDED);
    }
  }

  /** Makes the slot's thread this run's, unless the run was stopped before. */
  boolean tryStart() {
    startedNanos = System.nanoTime();
    running = started.compareAndSet(false, true);
    return running;
  }

  /**
   * Runs the operation and reports the result; after {@link #tryStart}, on the same thread.
   *
   * @return whether the operation succeeded, as far as this thread can tell: the result is dropped
   *     when the lease is lost or another thread has reported before
   */
  boolean run() {
    RunResult result = runShielded();
    storeLastLines();
    boolean succeeded = result instanceof RunResult.Succeeded;
    boolean mine = report(result);
    task.cleanUp(mine && succeeded);
    return succeeded;
  }

  /** Before the result: after it the lease no longer holds, and the last lines tell most. */
  private void storeLastLines() {
    if (task.log().isWaiting() && !reported.get()) {
      Guarded.run(LOG, "storing the last lines of a run", () -> task.log().store(true));
    }
  }

  /** What the operation has written and clients do not see yet; empty once the run is over. */
  Optional<RunLog> unstoredLog() {
    return Optional.of(task.log()).filter(log -> !reported.get() && log.isWaiting());
  }

  private RunResult runShielded() {
    shield.enter();
    try {
      return runTraced();
    } finally {
      shield.leave();
    }
  }

  private RunResult runTraced() {
    try (JobSpan span =
        spans.begin(JobSpan.Kind.RUN, job.operation(), job.lease().job().toString(), job.trace())) {
      task.within(span.context());
      RunResult result = runOperation();
      if (!(result instanceof RunResult.Succeeded)) {
        span.failed(result.getClass().getSimpleName());
      }
      return result;
    }
  }

  private RunResult runOperation() {
    try {
      operation.run(job.input(), task);
      return resultOf(task.result());
    } catch (Throwable failure) {
      try {
        return resultOf(failure);
      } catch (Throwable another) {
        // The heap may be too full even to log the first failure. The job ends all the same.
        return OUT_OF_MEMORY;
      }
    }
  }

  /** An output counts unless its caller canceled the job or its time was up. */
  private RunResult resultOf(RunResult.Succeeded output) {
    StopReason reason = stopReason.get();
    // Whether the lease still holds turns out when the result is stored.
    return reason == null || !isOver(reason) ? output : resultOf(reason);
  }

  /** Whether the job ends with this reason, rather than being run again. */
  private static boolean isOver(StopReason reason) {
    return switch (reason) {
      case CANCELED, TIMED_OUT, DEADLINE_PASSED -> true;
      case SUSPENDED, NODE_STOPS, OPERATION_EXITS, LEASE_LOST, NOT_STARTED -> false;
    };
  }

  /**
   * A run that was told to stop may throw whatever it likes. But one that fills the heap makes its
   * node silent, which is then why it is told to stop: it would do the same on the next node.
   */
  private RunResult resultOf(Throwable failure) {
    StopReason reason = stopReason.get();
    boolean outOfMemory = CauseChain.find(failure, OutOfMemoryError.class).isPresent();
    return reason == null || outOfMemory ? failures.result(job, failure) : resultOf(reason);
  }

  private RunResult resultOf(StopReason reason) {
    return switch (reason) {
      case CANCELED -> new RunResult.Canceled();
      case TIMED_OUT ->
          new RunResult.Failed(new JobError(504, "timed-out", "it took longer than " + timeout));
      case DEADLINE_PASSED -> new RunResult.Failed(MissedDeadline.ERROR);
      case NODE_STOPS -> ofStoppingNode();
      case OPERATION_EXITS, LEASE_LOST -> running ? crashed() : HANDED_BACK;
      case SUSPENDED, NOT_STARTED -> HANDED_BACK;
    };
  }

  /** A run that stops the node itself would do the same to the next one. */
  private RunResult ofStoppingNode() {
    if (running && isExiting()) {
      return crashed();
    }
    return running && !operation.rerunnable() ? interrupted() : HANDED_BACK;
  }

  private RunResult crashed() {
    return operation.rerunnable() ? new RunResult.Crashed(failures.maxCrashes()) : interrupted();
  }

  private static RunResult interrupted() {
    return new RunResult.Failed(
        new JobError(500, "interrupted", "its node stopped, and it must not run twice"));
  }

  /** True when this call was the first. */
  private boolean report(RunResult result) {
    if (!reported.compareAndSet(false, true)) {
      return false;
    }
    listener.completed(this, new Completion(job.lease(), result, task.latest()));
    return true;
  }

  /** Tells the run to stop. The first reason counts. */
  void stop(StopReason reason) {
    if (stopReason.get() == null) {
      stopNanos = System.nanoTime();
    }
    if (stopReason.compareAndSet(null, reason)) {
      if (started.compareAndSet(false, true)) {
        listener.withdrawn(this);
        report(resultOf(reason));
      } else {
        shield.interrupt();
      }
    }
  }

  /**
   * Stops the run when its time or its job's is up, cuts it off when it did not stop within the
   * grace, and hands it back when it has waited too long for a slot.
   */
  void enforceTimes(Duration grace) {
    StopReason reason = stopReason.get();
    if (reason == null && isPastDeadline()) {
      stop(StopReason.DEADLINE_PASSED);
    } else if (!started.get()) {
      if (isOlder(claimedNanos, MAX_WAIT_FOR_SLOT)) {
        stop(StopReason.NOT_STARTED);
      }
    } else if (reason == null) {
      if (isOlder(startedNanos, timeout)) {
        stop(StopReason.TIMED_OUT);
      }
    } else if (stopNanos == 0) {
      // The run has found out by itself, at a checkpoint.
      stopNanos = System.nanoTime();
    } else if (isOlder(stopNanos, grace)) {
      cutOff();
    }
  }

  private boolean isPastDeadline() {
    return deadlineNanos.filter(end -> System.nanoTime() - end > 0).isPresent();
  }

  /**
   * Reports a result for a run that was told to stop, without its thread. The thread may go on as
   * long as it likes: its own result is dropped.
   */
  void cutOff() {
    StopReason reason = stopReason.get();
    if (reason != null && report(resultOf(reason)) && running) {
      listener.cutOff(this);
    }
  }

  /** Cuts the run off, after it was told to stop, when it is the one that ends the process. */
  void cutOffIfExiting() {
    if (isExiting()) {
      LOG.log(Level.ERROR, "job " + job.lease().job() + " called System.exit: it ends this node");
      cutOff();
    }
  }

  /** Whether the run's own thread is the one that ends the process. */
  boolean isExiting() {
    return shield.isExiting();
  }

  private static boolean isOlder(long sinceNanos, Duration age) {
    return System.nanoTime() - sinceNanos > nanos(age);
  }

  /** No run lasts for longer than a century; 292 years would be too many nanoseconds for a long. */
  private static long nanos(Duration time) {
    return time.compareTo(CENTURY) > 0 ? CENTURY.toNanos() : time.toNanos();
  }

  /** The newest progress, unless it was returned before or the result is reported. */
  Optional<Progress> unreportedProgress() {
    return reported.get() ? Optional.empty() : task.unreported();
  }

  /** How fast the run is, by its newest progress; for one thread at a time. */
  Optional<Speed> speed(Progress newest) {
    long nowNanos = System.nanoTime();
    if (meter == null) {
      meter = new ProgressMeter(isResumed(), startedNanos);
    }
    return meter.report(newest, nowNanos);
  }

  /** Whether the operation may have gone on from a checkpoint. */
  boolean isResumed() {
    return job.checkpoint().isPresent();
  }

  Lease lease() {
    return job.lease();
  }

  String operation() {
    return job.operation();
  }

  String caller() {
    return job.caller();
  }
}

package org.meanwhile.work;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.meanwhile.job.ClaimedJob;
import org.meanwhile.job.Claims;
import org.meanwhile.job.Contents;
import org.meanwhile.job.Ending;
import org.meanwhile.job.Finish;
import org.meanwhile.job.JobMetrics;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.Settings;

/**
 * The runs of this node. A run is here from its claim until its ending is stored; its slot is taken
 * until its thread really ends, which may be later.
 */
@ApplicationScoped
public class Workshop {
  private final Map<Lease, Run> runs = new ConcurrentHashMap<>();
  private final Semaphore wake = new Semaphore(0);
  private Semaphore slots;

  @Resource private ManagedExecutorService executor;
  @Inject private Contents contents;
  @Inject private Claims claims;
  @Inject private Scratch scratch;
  @Inject private Failures failures;
  @Inject private Endings endings;
  @Inject private JobMetrics metrics;
  private Settings settings;

  @Inject
  void configure(Settings settings) {
    this.settings = settings;
    this.slots = new Semaphore(settings.get(Settings.WORK_SLOTS));
  }

  /** Starts a claimed job; when no thread is to be had it is handed back. */
  void start(ClaimedJob job, OfferedOperation operation) {
    Run run = new Run(job, operation, this);
    slots.acquireUninterruptibly();
    runs.put(job.lease(), run);
    metrics.waited(job.operation(), job.waited());
    try {
      executor.execute(run);
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      slots.release();
      ended(run, new Finish(job.lease(), new Ending.HandedBack(), Progress.NONE));
    }
  }

  /** Stops a run of nobody's job before it began. Its ending changes nothing when it is stored. */
  void rehearseStop(Lease nobodys) {
    ClaimedJob nothing =
        new ClaimedJob(
            nobodys,
            "",
            "",
            1,
            1,
            Duration.ZERO,
            Duration.ZERO,
            Optional.empty(),
            Optional.empty());
    Run run = new Run(nothing, null, this);
    run.stop(Stop.NODE_STOPS);
    run.cutOff();
  }

  RunTask task(ClaimedJob job, Shield shield, AtomicReference<Stop> stop) {
    return new RunTask(
        job, contents, claims, settings.get(Settings.OUTPUT_BYTES), scratch, shield, stop);
  }

  Failures failures() {
    return failures;
  }

  /** A run's outcome is known; the run leaves when it is stored. */
  void ended(Run run, Finish finish) {
    endings.add(new Endings.Outcome(finish, run.operation(), () -> runs.remove(run.lease(), run)));
  }

  /** A run's thread has ended. */
  void slotFree(Run run, Duration ran) {
    slots.release();
    metrics.ran(run.operation(), ran);
    wake();
  }

  int freeSlots() {
    return slots.availablePermits();
  }

  int takenSlots() {
    return settings.get(Settings.WORK_SLOTS) - slots.availablePermits();
  }

  Collection<Run> runs() {
    return List.copyOf(runs.values());
  }

  boolean holds(Lease lease) {
    return runs.containsKey(lease);
  }

  /** The dispatcher has something to look at. */
  void wake() {
    wake.release();
  }

  Semaphore wakeUps() {
    return wake;
  }
}

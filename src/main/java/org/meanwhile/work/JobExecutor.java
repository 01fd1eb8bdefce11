package org.meanwhile.work;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.meanwhile.database.Database;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.Lease;
import org.meanwhile.job.content.ContentStore;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Claims;
import org.meanwhile.job.run.Completion;
import org.meanwhile.job.statistics.JobMetrics;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.Settings;

/**
 * The runs of this node. A run is here from its claim until its ending is stored; a slot is taken
 * until the run's thread really ends, which may be later.
 *
 * <p>A slot's thread takes one run after the other, and stays for a while when there are none: to
 * submit a task to a managed executor costs more than a short job itself.
 */
@ApplicationScoped
public class JobExecutor {
  private static final System.Logger LOG = System.getLogger(JobExecutor.class.getName());
  private static final long MEMORY_RUNS = 16;
  private static final int IDLE_SECONDS = 60;

  private final Map<Lease, Run> runs = new ConcurrentHashMap<>();
  private final FairQueue<Run> ready = new FairQueue<>(Run::caller);
  private final AtomicInteger threads = new AtomicInteger();
  private final AtomicInteger takenSlots = new AtomicInteger();
  private final Map<String, AtomicInteger> loads = new ConcurrentHashMap<>();
  private final Map<String, Integer> callerLoads = new ConcurrentHashMap<>();
  private final AtomicInteger load = new AtomicInteger();
  private final Set<String> hinted = ConcurrentHashMap.newKeySet();
  private final AtomicLong done = new AtomicLong();
  private final Semaphore wake = new Semaphore(0);
  private volatile long meanNanos;
  private volatile boolean closed;
  private volatile int wakeAt = Integer.MAX_VALUE;

  @Resource private ManagedExecutorService executor;
  @Inject private ContentStore contents;
  @Inject private Claims claims;
  @Inject private Database database;
  @Inject private Scratch scratch;
  @Inject private FailurePolicy failures;
  @Inject private JobCompleter endings;
  @Inject private RunDurations times;
  @Inject private JobMetrics metrics;
  @Inject private Settings settings;

  /** Starts a claimed job as soon as there is a slot. */
  void start(ClaimedJob job, OfferedOperation operation) {
    Run run = new Run(job, operation, this);
    runs.put(job.lease(), run);
    loadOf(job.operation()).incrementAndGet();
    callerLoads.merge(job.caller(), 1, Integer::sum);
    load.incrementAndGet();
    ready.add(run);
    if (threads.get() - takenSlots.get() < ready.size()) {
      addThread();
    }
    metrics.waited(job.operation(), job.waited());
  }

  private void addThread() {
    int slots = settings.get(JobSettings.SLOTS);
    if (threads.getAndUpdate(n -> Math.min(slots, n + 1)) == slots) {
      return;
    }
    try {
      executor.execute(this::workOff);
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      // Another thread takes the run up, or the watch hands it back.
      threads.decrementAndGet();
    }
  }

  private void workOff() {
    try {
      for (Run run = next(); run != null; run = next()) {
        takenSlots.incrementAndGet();
        work(run);
        takenSlots.decrementAndGet();
      }
    } catch (InterruptedException e) {
      // The server stops.
    } finally {
      threads.decrementAndGet();
    }
    // One that became ready after the last look, when this thread still counted.
    staff();
  }

  /** Makes sure that what is ready has a thread, whatever became of those that were to be added. */
  void staff() {
    if (!closed && !ready.isEmpty()) {
      addThread();
    }
  }

  /** A run that did not begin, and will not. */
  void withdraw(Run run) {
    if (ready.remove(run)) {
      done(run);
    }
  }

  /** Null when there was nothing to do for a while, or there will be nothing any more. */
  private Run next() throws InterruptedException {
    Run run = null;
    for (int second = 0; run == null && second < IDLE_SECONDS && !closed; second++) {
      run = ready.poll(1, TimeUnit.SECONDS);
    }
    return run;
  }

  /** No run will be started any more. */
  void close() {
    closed = true;
  }

  private void work(Run run) {
    try {
      run.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "a run of " + run.operation() + " was not ended in good order", e);
    } finally {
      done(run);
    }
  }

  private void done(Run run) {
    loadOf(run.operation()).decrementAndGet();
    callerLoads.computeIfPresent(run.caller(), (name, count) -> count == 1 ? null : count - 1);
    if (load.decrementAndGet() <= wakeAt) {
      wake();
    }
  }

  /** Stops a run of nobody's job before it began. Its ending changes nothing when it is stored. */
  void rehearseStop(Lease nobodys) {
    ClaimedJob nothing =
        new ClaimedJob(
            nobodys,
            "",
            "",
            "",
            1,
            1,
            Duration.ZERO,
            Duration.ZERO,
            Optional.empty(),
            Optional.empty());
    Run run = new Run(nothing, null, this);
    run.stop(StopReason.NODE_STOPS);
    run.cutOff();
  }

  RunTask task(ClaimedJob job, InterruptShield shield, AtomicReference<StopReason> stop) {
    return new RunTask(
        job,
        contents,
        claims,
        settings.get(JobSettings.OUTPUT_MAX_BYTES),
        scratch,
        shield,
        stop,
        new RunRetryPolicy(stop, database::isReachable));
  }

  FailurePolicy failures() {
    return failures;
  }

  /** A run's outcome is known; the run leaves when it is stored. */
  void ended(Run run, Completion finish) {
    endings.add(new JobCompleter.Outcome(finish, () -> leave(run)));
  }

  private void leave(Run run) {
    runs.remove(run.lease(), run);
    // Too many endings that are not stored keep the dispatcher from claiming.
    if (load.get() <= wakeAt) {
      wake();
    }
  }

  /** A run's thread is done with it. */
  void ran(Run run, Duration time, boolean succeeded) {
    done.incrementAndGet();
    // Threads may overwrite each other's share: it is an average, and none of them is far off.
    meanNanos += (time.toNanos() - meanNanos) / MEMORY_RUNS;
    metrics.ran(run.operation(), time);
    if (succeeded) {
      times.add(run.operation(), time);
    }
  }

  /** How many runs of an operation, or of all, are here and not done: waiting or under way. */
  int load(String operation) {
    return loadOf(operation).get();
  }

  int load() {
    return load.get();
  }

  /** The same of a caller. */
  int loadOfCaller(String caller) {
    return callerLoads.getOrDefault(caller, 0);
  }

  /** From now on a run that is done wakes the dispatcher only when so few are left, or fewer. */
  void wakeAt(int load) {
    wakeAt = load;
  }

  private AtomicInteger loadOf(String operation) {
    return loads.computeIfAbsent(operation, name -> new AtomicInteger());
  }

  /** How many runs are done, and their endings not stored yet. */
  int unstored() {
    return runs.size() - load();
  }

  /** How many runs were done since this node started. */
  long done() {
    return done.get();
  }

  /** How long recent runs took on average; 0 before the first. */
  long meanNanos() {
    return meanNanos;
  }

  int takenSlots() {
    return takenSlots.get();
  }

  Collection<Run> runs() {
    return List.copyOf(runs.values());
  }

  boolean holds(Lease lease) {
    return runs.containsKey(lease);
  }

  /** A caller has a new job for the dispatcher to look at. */
  void hint(String caller) {
    hinted.add(caller);
    wake();
  }

  /** Callers that were hinted at since the last time. */
  List<String> takeHints() {
    List<String> taken = new ArrayList<>();
    hinted.removeIf(taken::add);
    return taken;
  }

  /** The dispatcher has something to look at. */
  void wake() {
    wake.release();
  }

  Semaphore wakeUps() {
    return wake;
  }
}

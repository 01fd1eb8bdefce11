package org.meanwhile.work;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;
import org.meanwhile.job.estimate.RunDurations;
import org.meanwhile.job.run.ClaimedJob;
import org.meanwhile.job.run.Completion;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.job.statistics.JobMetrics;
import org.meanwhile.operation.catalogue.OfferedOperation;
import org.meanwhile.platform.ElasticWorkers;
import org.meanwhile.platform.FairQueue;
import org.meanwhile.platform.JobSpan;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.Spans;
import org.meanwhile.security.CallerShare;

/**
 * Runs claimed jobs in this node's slots. A slot is a thread.
 *
 * <p>A run that was cut off holds its thread until it returns, which may be never. A spare slot
 * stands in for it, so that one caller's runs do not take slots from the others; it still counts as
 * its caller's. There are as many spare slots as slots: a node cannot give threads away for ever,
 * and {@link CutOffHealth} asks for a restart when all are in use.
 *
 * <p>A slot's thread takes one run after the other, and waits for {@value #IDLE_SECONDS} s when
 * there is none.
 */
@ApplicationScoped
public class JobExecutor {
  private static final System.Logger LOG = System.getLogger(JobExecutor.class.getName());
  private static final int IDLE_SECONDS = 60;

  private final Set<Run> running = ConcurrentHashMap.newKeySet();
  private final Set<Run> cutOff = ConcurrentHashMap.newKeySet();
  private final Results results = new Results();
  private FairQueue<Run> ready;
  private ElasticWorkers<Run> threads;
  private int slots;
  private volatile boolean closed;

  @Resource private ManagedExecutorService executor;
  @Inject private RunFactory factory;
  @Inject private RunRegistry registry;
  @Inject private RunCounters counters;
  @Inject private JobCompleter completer;
  @Inject private RunDurations durations;
  @Inject private ClaimSignals signals;
  @Inject private JobMetrics metrics;
  @Inject private Spans spans;
  @Inject private NodeMetrics nodeMetrics;
  @Inject private Settings settings;

  @PostConstruct
  void prepare() {
    slots = settings.get(JobSettings.SLOTS);
    int ofCaller = CallerShare.of(settings, JobSettings.CALLER_SLOTS).of(slots);
    // Both have the same limit. A thread more than runs may be out would wait for the next run, and
    // each run that ends would wake one: a change of threads for each run.
    IntSupplier most = () -> slots + spareSlots();
    ready = new FairQueue<>(Run::caller, most, ofCaller == slots ? 2 * slots : ofCaller);
    threads = new ElasticWorkers<>(executor, most, new ReadyRuns(), this::work);
  }

  private final class ReadyRuns implements ElasticWorkers.Source<Run> {
    @Override
    public Run next() throws InterruptedException {
      Run run = null;
      // Second by second, so that the thread of an idle slot notices soon that the node stops.
      for (int second = 0; run == null && second < IDLE_SECONDS && !closed; second++) {
        run = ready.poll(1, TimeUnit.SECONDS);
      }
      return run;
    }

    @Override
    public boolean isEmpty() {
      return closed || !ready.hasNext();
    }
  }

  private final class Results implements Run.Listener {
    @Override
    public void withdrawn(Run run) {
      if (ready.remove(run)) {
        counters.released(run.operation(), run.caller());
      }
    }

    @Override
    public void cutOff(Run run) {
      cutOff.add(run);
      if (!running.contains(run)) {
        // It has returned meanwhile, before it stood among those that were cut off.
        cutOff.remove(run);
      }
      ready.limitsChanged();
      threads.staff();
      signals.wake();
    }

    @Override
    public void completed(Run run, Completion completion) {
      nodeMetrics.completed(completion.result());
      completer.add(new JobCompleter.EndedRun(completion, () -> forget(run)));
    }
  }

  /** Starts a claimed job as soon as there is a slot. */
  void start(ClaimedJob job, OfferedOperation operation) {
    Run run = factory.create(job, operation, results);
    registry.add(run);
    counters.claimed(job.operation(), job.caller());
    ready.add(run);
    if (threads.threads() < counters.unfinished()) {
      threads.add();
    }
    metrics.waited(job.operation(), job.waited());
    spans.ended(
        JobSpan.Kind.WAIT,
        job.operation(),
        job.lease().job().toString(),
        job.trace(),
        job.waited());
  }

  /** Adds a thread for runs that are ready, in case an earlier one could not be added. */
  void staff() {
    threads.staff();
  }

  /** Starts no more runs. */
  void close() {
    closed = true;
  }

  private void work(Run run) {
    running.add(run);
    try {
      if (run.tryStart()) {
        runTimed(run);
      }
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "a run of " + run.operation() + " ended unexpectedly", e);
    } finally {
      running.remove(run);
      cutOff.remove(run);
      ready.done(run);
      counters.released(run.operation(), run.caller());
    }
  }

  private void runTimed(Run run) {
    long startedNanos = System.nanoTime();
    metrics.slotTaken(run.operation());
    boolean succeeded = false;
    try {
      succeeded = run.run();
    } finally {
      Duration time = Duration.ofNanos(System.nanoTime() - startedNanos);
      counters.ran(time);
      metrics.slotFreed(run.operation());
      metrics.ran(run.operation(), time);
      if (succeeded && !run.isResumed()) {
        durations.add(run.operation(), time);
      }
    }
  }

  private void forget(Run run) {
    if (registry.remove(run)) {
      counters.stored();
    }
  }

  /**
   * Stops a run of a job that does not exist, before it starts: its result changes nothing when it
   * is stored. So does the crash that is stored for a run that ends the process. Loads the classes
   * that a shutdown needs.
   */
  void rehearseStop(Lease ofNoJob) {
    ClaimedJob nothing =
        new ClaimedJob(
            ofNoJob,
            "",
            "",
            "",
            1,
            1,
            Duration.ZERO,
            Optional.empty(),
            Duration.ZERO,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Run run = factory.create(nothing, null, results);
    run.stop(StopReason.NODE_STOPS);
    run.cutOff();
    run.cutOffIfExiting();
    Completion crash = new Completion(ofNoJob, new RunResult.Crashed(1), Progress.NONE);
    completer.add(new JobCompleter.EndedRun(crash, () -> {}));
  }

  /** How many slots have a run that was not cut off. */
  int busySlots() {
    return Math.max(0, threads.busy() - cutOffRuns());
  }

  /** How many runs were cut off and have not returned. */
  int cutOffRuns() {
    return cutOff.size();
  }

  /** How many slots stand in for those that cut-off runs hold; no more than the node has slots. */
  int spareSlots() {
    return Math.min(slots, cutOffRuns());
  }
}

package org.meanwhile.work;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.UUID;
import org.meanwhile.job.JobId;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.Lease;
import org.meanwhile.job.estimate.RunDurations;
import org.meanwhile.job.run.Nodes;
import org.meanwhile.platform.Guarded;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Service;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.StopTime;

/** Claims and runs jobs on a node of the role {@code work}. */
@ApplicationScoped
public class WorkLifecycle implements Service {
  private static final System.Logger LOG = System.getLogger(WorkLifecycle.class.getName());
  private static final Duration SUPERVISION_PERIOD = Duration.ofMillis(100);
  private static final Duration LOG_PERIOD = Duration.ofMillis(200);
  private static final Duration MAX_CLAIM_WAIT = Duration.ofSeconds(3);
  private static final Duration MAX_RESULTS_WAIT = Duration.ofSeconds(4);

  @Resource private ManagedExecutorService threads;
  @Resource private ManagedScheduledExecutorService scheduler;
  @Inject private Claimer claimer;
  @Inject private JobExecutor executor;
  @Inject private RunRegistry registry;
  @Inject private JobCompleter completer;
  @Inject private RunSupervisor supervisor;
  @Inject private Heartbeat heartbeat;
  @Inject private DependencyLoop dependencies;
  @Inject private GroupLoop groups;
  @Inject private Scratch scratch;
  @Inject private Nodes nodes;
  @Inject private RunDurations durations;
  @Inject private WorkMetrics metrics;
  @Inject private Settings settings;
  private Timers timers;
  private Loop supervision;

  @Override
  public Phase phase() {
    return Phase.WORK;
  }

  @Override
  public boolean isWanted() {
    return settings.plays(Role.WORK);
  }

  @Override
  public void start() {
    claimer.prepare();
    rehearseStop();
    scratch.open();
    metrics.register();
    threads.execute(completer::storeAll);
    claimer.start(threads);
    dependencies.start(threads);
    groups.start(threads);
    supervision = Loop.periodic(LOG, "supervising runs", SUPERVISION_PERIOD, this::supervise);
    supervision.start(threads);
    timers = new Timers(scheduler);
    Duration heartbeatPeriod = settings.get(JobSettings.HEARTBEAT);
    timers.every(heartbeatPeriod, "rescuing jobs of dead nodes", heartbeat::rescue);
    timers.every(heartbeatPeriod, "storing durations of runs", durations::flush);
    timers.every(
        settings.get(WorkSettings.PROGRESS_INTERVAL),
        "storing progress",
        supervisor::storeProgress);
    timers.every(LOG_PERIOD, "storing the logs of runs", supervisor::storeLogs);
  }

  /**
   * Has a thread of its own and does not touch the database: scheduled tasks share threads, and on
   * a network that swallows packets all of these wait for an answer.
   */
  private void supervise() {
    try {
      heartbeat.stopLostRuns();
    } finally {
      supervisor.enforceTimes();
    }
  }

  /**
   * Classes that were not loaded before a shutdown may not be loaded during it, among them those
   * that the compiler makes of a {@code switch}. So a run of a job that does not exist is stopped
   * and its result stored, and a node that does not exist leaves.
   */
  private void rehearseStop() {
    UUID nobody = UUID.randomUUID();
    whyNodeStops();
    executor.rehearseStop(new Lease(new JobId(nobody), nobody, 0));
    nodes.leave(nobody);
  }

  /**
   * A run's own thread that ends the process is known, and cut off by itself. Of another thread
   * nobody can tell which run has started it, so each run of this node counts as a crash, as it
   * does when the process dies at once.
   */
  private StopReason whyNodeStops() {
    boolean exits = ProcessExit.isByThreadOf(WorkLifecycle.class.getClassLoader());
    if (!exits || registry.all().stream().anyMatch(Run::isExiting)) {
      return StopReason.NODE_STOPS;
    }
    LOG.log(Level.ERROR, "a thread that a run has started called System.exit: it ends this node");
    return StopReason.OPERATION_EXITS;
  }

  /**
   * Claims no more, interrupts the runs, hands their jobs back without counting an attempt (or
   * counts a crash, where an operation ended the process), and stores all results. Waits for the
   * last claim, the results, and runs that were cut off, and for runs to heed their interrupt for
   * {@code meanwhile.work.cancel-grace}.
   */
  @Override
  public void stop(StopTime time) {
    if (!claimer.stop(time.atMost(MAX_CLAIM_WAIT))) {
      LOG.log(Level.WARNING, "the last claim was not answered");
    }
    dependencies.stop(time.atMost(MAX_CLAIM_WAIT));
    groups.stop(time.atMost(MAX_CLAIM_WAIT));
    executor.close();
    registry.stop(lease -> true, whyNodeStops());
    registry.all().forEach(Run::cutOffIfExiting);
    time.grant(registry::isEmpty, settings.get(WorkSettings.CANCEL_GRACE));
    registry.all().forEach(Run::cutOff);
    Guarded.await(registry::isEmpty, time.atMost(MAX_RESULTS_WAIT));
    if (!completer.stop(time.atMost(MAX_RESULTS_WAIT))) {
      LOG.log(Level.WARNING, "not all results of runs were stored");
    }
    timers.cancel();
    supervision.stop();
    scratch.close();
  }
}

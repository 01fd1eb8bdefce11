package org.meanwhile.work;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.JobSettings;
import org.meanwhile.job.run.DeadlineSweep;
import org.meanwhile.job.statistics.HourlyFigures;
import org.meanwhile.job.statistics.OperationCounters;
import org.meanwhile.platform.Guarded;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.Service;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.StopTime;

/**
 * Keeps this node alive in the database, whatever its roles: other nodes and the overview see it.
 * It starts before the work and stops after it, so the heart beats until the last job is handed
 * back.
 */
@ApplicationScoped
public class NodeLifecycle implements Service {
  private static final System.Logger LOG = System.getLogger(NodeLifecycle.class.getName());

  private static final Duration MAX_WAIT = Duration.ofSeconds(3);
  private static final Duration ADD_UP_PERIOD = Duration.ofMinutes(1);

  @Resource private ManagedExecutorService executor;
  @Resource private ManagedScheduledExecutorService scheduler;
  @Inject private Heartbeat heartbeat;
  @Inject private OperationCounters counters;
  @Inject private HourlyFigures hours;
  @Inject private DeadlineSweep deadlines;
  @Inject private NodeMetrics metrics;
  @Inject private Settings settings;
  private Timers timers;
  private Loop beats;

  @Override
  public Phase phase() {
    return Phase.PRESENCE;
  }

  @Override
  public boolean isWanted() {
    return true;
  }

  @Override
  public void start() {
    Duration period = settings.get(JobSettings.HEARTBEAT);
    heartbeat.join();
    metrics.register(heartbeat::sinceLastBeat);
    // A thread of its own: a node whose other tasks hang must not be taken for dead.
    beats =
        Loop.periodic(
            LOG, "sending a heartbeat", DatabaseFailure::isUnavailable, period, heartbeat::beat);
    beats.start(executor);
    timers = new Timers(scheduler);
    timers.every(period, "storing counters of operations", counters::flush);
    timers.every(ADD_UP_PERIOD, "adding up the figures of hours", hours::addUp);
    // The role does not matter: a job may wait for a node of the role work that never comes.
    Duration margin =
        settings.get(WorkSettings.CANCEL_GRACE).plus(settings.get(JobSettings.DEAD_AFTER));
    timers.every(
        settings.get(WorkSettings.POLL_INTERVAL),
        "ending jobs whose deadline has passed",
        () -> deadlines.sweep(margin));
  }

  @Override
  public void stop(StopTime time) {
    timers.cancel();
    beats.stop();
    Guarded.within(
        executor, time.atMost(MAX_WAIT), LOG, "storing counters of operations", counters::flush);
    Guarded.within(executor, time.atMost(MAX_WAIT), LOG, "leaving", heartbeat::leave);
  }
}

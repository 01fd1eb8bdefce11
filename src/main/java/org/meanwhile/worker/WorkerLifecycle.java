package org.meanwhile.worker;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.meanwhile.database.DatabaseFailure;
import org.meanwhile.job.estimate.RunDurations;
import org.meanwhile.job.lease.Leases;
import org.meanwhile.job.lease.WorkerOperations;
import org.meanwhile.platform.Loop;
import org.meanwhile.platform.Meters;
import org.meanwhile.platform.Metric;
import org.meanwhile.platform.Role;
import org.meanwhile.platform.Service;
import org.meanwhile.platform.Settings;
import org.meanwhile.platform.StopTime;

/**
 * Gives leases on a node of the role {@code api}, where workers ask, and ends those that are over
 * on any node that does something for jobs.
 */
@ApplicationScoped
public class WorkerLifecycle implements Service {
  private static final System.Logger LOG = System.getLogger(WorkerLifecycle.class.getName());
  private static final Duration TIME_PERIOD = Duration.ofMillis(50);
  private static final Duration SWEEP_PERIOD = Duration.ofMillis(500);
  private static final Duration PRESENCE_PERIOD = Duration.ofSeconds(2);
  private static final Duration DURATIONS_PERIOD = Duration.ofSeconds(5);
  private static final Duration MAX_WAIT = Duration.ofSeconds(3);

  @Resource private ManagedExecutorService threads;
  @Inject private WorkerClaimer claimer;
  @Inject private WorkerRuns runs;
  @Inject private WorkerPresence presence;
  @Inject private WorkerOperations operations;
  @Inject private Leases leases;
  @Inject private RunDurations durations;
  @Inject private Meters meters;
  @Inject private Settings settings;
  private final List<Loop> loops = new ArrayList<>();

  @Override
  public Phase phase() {
    return Phase.WORK;
  }

  @Override
  public boolean isWanted() {
    return settings.plays(Role.API) || settings.plays(Role.WORK);
  }

  @Override
  public void start() {
    claimer.prepare();
    leases.begin();
    operations.declare(claimer.operations());
    operations.withdraw(claimer.operationsOfNodes());
    loop("ending leases that are over", SWEEP_PERIOD, runs::sweep);
    if (settings.plays(Role.API) && !claimer.operations().isEmpty()) {
      register();
      claimer.start(threads);
      loop("ending waits of workers in time", TIME_PERIOD, claimer::timePassed);
      loop("storing which workers ask", PRESENCE_PERIOD, presence::store);
      loop("storing durations of workers' runs", DURATIONS_PERIOD, durations::flush);
    }
    loops.forEach(each -> each.start(threads));
  }

  private void loop(String activity, Duration period, Runnable body) {
    loops.add(Loop.periodic(LOG, activity, DatabaseFailure.class::isInstance, period, body));
  }

  private void register() {
    meters.gauge(
        Metric.of("meanwhile_workers_waiting", "Requests of workers that wait here for a job"),
        claimer,
        WorkerClaimer::waiting);
    meters.gauge(
        Metric.of("meanwhile_leases_open", "Jobs that workers have leased, on all nodes"),
        leases,
        Leases::open);
  }

  /** Leased jobs are not touched: other nodes renew and end their leases. */
  @Override
  public void stop(StopTime time) {
    claimer.stop(time.atMost(MAX_WAIT));
    loops.forEach(Loop::stop);
  }
}

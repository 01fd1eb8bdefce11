package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.meanwhile.platform.Meters;
import org.meanwhile.platform.Metric;

/** The gauges of this node's slots, for monitoring. */
@ApplicationScoped
public class WorkMetrics {
  @Inject private Meters meters;
  @Inject private JobExecutor executor;

  void register() {
    meters.gauge(
        Metric.of("meanwhile_jobs_running", "Slots of this node that are taken"),
        executor,
        JobExecutor::busySlots);
    meters.gauge(
        Metric.of(
            "meanwhile_runs_cut_off", "Slots held by runs that were cut off and have not returned"),
        executor,
        JobExecutor::cutOffRuns);
  }
}

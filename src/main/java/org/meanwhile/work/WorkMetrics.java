package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** The gauges of this node's slots, for MicroProfile Metrics. */
@ApplicationScoped
public class WorkMetrics {
  @Inject private MetricRegistry registry;
  @Inject private JobExecutor executor;

  void register() {
    registry.gauge(
        Metadata.builder()
            .withName("meanwhile_jobs_running")
            .withDescription("Slots of this node that are taken")
            .build(),
        executor,
        JobExecutor::busySlots);
    registry.gauge(
        Metadata.builder()
            .withName("meanwhile_runs_cut_off")
            .withDescription("Slots held by runs that were cut off and have not returned")
            .build(),
        executor,
        JobExecutor::cutOffRuns);
  }
}

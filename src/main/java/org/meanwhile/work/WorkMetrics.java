package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** What this node does now, for MicroProfile Metrics. */
@ApplicationScoped
public class WorkMetrics {
  @Inject private MetricRegistry registry;
  @Inject private JobExecutor workshop;

  void begin() {
    registry.gauge(
        Metadata.builder()
            .withName("meanwhile_jobs_running")
            .withDescription("Slots of this node that are taken")
            .build(),
        workshop,
        JobExecutor::takenSlots);
  }
}

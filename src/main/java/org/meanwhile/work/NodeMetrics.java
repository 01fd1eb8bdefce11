package org.meanwhile.work;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.meanwhile.job.run.RunResult;

/** The life of nodes, as this one sees it, for MicroProfile Metrics. Safe for many threads. */
@ApplicationScoped
public class NodeMetrics {
  private static final Metadata GIVEN_BACK =
      Metadata.builder()
          .withName("meanwhile_jobs_given_back")
          .withDescription(
              "Jobs that went back to the queue without an attempt: handed-back by a node that"
                  + " stops or has no slot, crashed with a node that was silent, rescued from a"
                  + " node that is dead")
          .build();
  private static final Metadata MARKED_DEAD =
      Metadata.builder()
          .withName("meanwhile_nodes_marked_dead")
          .withDescription("Nodes that this one found silent for too long")
          .build();

  @Inject private MetricRegistry registry;
  private Counter handedBack;
  private Counter crashed;
  private Counter rescued;
  private Counter markedDead;

  @PostConstruct
  void create() {
    handedBack = registry.counter(GIVEN_BACK, new Tag("reason", "handed-back"));
    crashed = registry.counter(GIVEN_BACK, new Tag("reason", "crashed"));
    rescued = registry.counter(GIVEN_BACK, new Tag("reason", "rescued"));
    markedDead = registry.counter(MARKED_DEAD);
  }

  /**
   * Registers the gauge of the last heartbeat.
   *
   * @param sinceLastBeat the time since then
   */
  void register(Supplier<Duration> sinceLastBeat) {
    registry.gauge(
        Metadata.builder()
            .withName("meanwhile_heartbeat_age")
            .withDescription("The time since this node's last heartbeat that was stored")
            .withUnit(MetricUnits.SECONDS)
            .build(),
        sinceLastBeat,
        since -> since.get().toMillis() / 1000.0);
  }

  /** Counts a run's result, when it gives the job back. */
  void completed(RunResult result) {
    if (result instanceof RunResult.HandedBack) {
      handedBack.inc();
    } else if (result instanceof RunResult.Crashed) {
      crashed.inc();
    }
  }

  void rescued(int jobs) {
    rescued.inc(jobs);
  }

  void markedDead(int nodes) {
    markedDead.inc(nodes);
  }
}

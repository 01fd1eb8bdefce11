package org.meanwhile.work;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Supplier;
import org.meanwhile.job.run.RunResult;
import org.meanwhile.platform.Meters;
import org.meanwhile.platform.Metric;

/** The life of nodes, as this one sees it, for monitoring. Safe for many threads. */
@ApplicationScoped
public class NodeMetrics {
  private static final Metric GIVEN_BACK =
      Metric.of(
          "meanwhile_jobs_given_back",
          "Jobs that went back to the queue without an attempt: handed-back by a node that"
              + " stops or has no slot, crashed with a node that was silent, rescued from a"
              + " node that is dead");
  private static final Metric MARKED_DEAD =
      Metric.of("meanwhile_nodes_marked_dead", "Nodes that this one found silent for too long");

  @Inject private Meters meters;
  private Meters.Counter handedBack;
  private Meters.Counter crashed;
  private Meters.Counter rescued;
  private Meters.Counter markedDead;

  @PostConstruct
  void create() {
    handedBack = meters.counter(GIVEN_BACK.with("reason", "handed-back"));
    crashed = meters.counter(GIVEN_BACK.with("reason", "crashed"));
    rescued = meters.counter(GIVEN_BACK.with("reason", "rescued"));
    markedDead = meters.counter(MARKED_DEAD);
  }

  /**
   * Registers the gauge of the last heartbeat.
   *
   * @param sinceLastBeat the time since then
   */
  void register(Supplier<Duration> sinceLastBeat) {
    meters.gauge(
        Metric.of(
                "meanwhile_heartbeat_age",
                "The time since this node's last heartbeat that was stored")
            .inSeconds(),
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

package org.meanwhile.job.schedule;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** Counts the fires of schedules by this node, for MicroProfile Metrics. Safe for many threads. */
@ApplicationScoped
public class ScheduleMetrics {
  private static final Metadata FIRES =
      Metadata.builder()
          .withName("meanwhile_schedule_fires")
          .withDescription(
              "Fires of schedules: made a job, skipped because an earlier job has not ended,"
                  + " refused (once, however often it is tried), missed and not caught up")
          .build();
  private static final Metadata LATENESS =
      Metadata.builder()
          .withName("meanwhile_schedule_lateness")
          .withDescription("How long after its instant a fire has made its job")
          .build();

  /** What became of a fire. */
  enum Outcome {
    MADE,
    SKIPPED,
    REFUSED,
    MISSED
  }

  @Inject private MetricRegistry registry;
  private final Map<Outcome, Counter> fires = new EnumMap<>(Outcome.class);
  private Timer lateness;

  @PostConstruct
  void create() {
    for (Outcome outcome : Outcome.values()) {
      String word = outcome.name().toLowerCase(Locale.ROOT);
      fires.put(outcome, registry.counter(FIRES, new Tag("outcome", word)));
    }
    lateness = registry.timer(LATENESS);
  }

  void fired(Duration late) {
    count(Outcome.MADE);
    lateness.update(late);
  }

  void count(Outcome outcome) {
    fires.get(outcome).inc();
  }
}

package org.meanwhile.job.schedule;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.meanwhile.platform.Meters;
import org.meanwhile.platform.Metric;

/** Counts the fires of schedules by this node, for monitoring. Safe for many threads. */
@ApplicationScoped
public class ScheduleMetrics {
  private static final Metric FIRES =
      Metric.of(
          "meanwhile_schedule_fires",
          "Fires of schedules: made a job, skipped because an earlier job has not ended,"
              + " refused (once, however often it is tried), missed and not caught up");
  private static final Metric LATENESS =
      Metric.of(
          "meanwhile_schedule_lateness", "How long after its instant a fire has made its job");

  /** What became of a fire. */
  enum Outcome {
    MADE,
    SKIPPED,
    REFUSED,
    MISSED
  }

  @Inject private Meters meters;
  private final Map<Outcome, Meters.Counter> fires = new EnumMap<>(Outcome.class);
  private Meters.Timer lateness;

  @PostConstruct
  void create() {
    for (Outcome outcome : Outcome.values()) {
      String word = outcome.name().toLowerCase(Locale.ROOT);
      fires.put(outcome, meters.counter(FIRES.with("outcome", word)));
    }
    lateness = meters.timer(LATENESS);
  }

  void fired(Duration late) {
    count(Outcome.MADE);
    lateness.update(late);
  }

  void count(Outcome outcome) {
    fires.get(outcome).inc();
  }
}

package org.meanwhile.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.meanwhile.bench.server.Wait;

/**
 * Measures the time of one caller's jobs during another caller's flood of short jobs, which
 * occupies all slots, against the time on an idle node. Runs are not interrupted for other jobs, so
 * a part of the time is the wait for the next free slot, which can be as long as a run.
 */
final class Fair implements Measurement {
  private static final String INPUT = "{\"duration\":\"PT0.02S\",\"steps\":1}";
  private static final String SUBMIT = "{\"operation\":\"simulate\",\"input\":" + INPUT + "}";
  private static final Duration PAUSE = Duration.ofMillis(100);

  @Override
  public List<Figure> measure(Stage stage) {
    stage.jobs().clear();
    submit(stage, Sizes.otherCallerJobs());
    stage.jobs().clear();
    submit(stage, Sizes.otherCallerJobs());
    Samples alone = endTimes(stage);
    Bench.say("fair: alone %s ms", alone);

    stage.jobs().clear();
    Instant due = Backlog.store(stage.host(), Sizes.flood(), INPUT, "flooder");
    Wait.pause(Duration.between(stage.jobs().now(), due).plusSeconds(2));
    submit(stage, Sizes.otherCallerJobs());
    if (!stage.jobs().waits()) {
      throw new IllegalStateException("the flood has already ended");
    }
    stage.jobs().untilDrained(Sizes.flood() + Sizes.otherCallerJobs(), due, Backlog.LIMIT);
    Samples beside = endTimes(stage);
    Bench.say("fair: beside the flood %s ms", beside);

    String what =
        "a 20 ms job, commit to its having run, beside %,d of another caller, "
            .formatted(Sizes.flood());
    Figure.Goal goal = Figure.Goal.atMost(2);
    return List.of(
        figure(what + "p50", beside, alone, 0.5, goal),
        figure(what + "p99", beside, alone, 0.99, null));
  }

  private static Figure figure(
      String what, Samples beside, Samples alone, double part, Figure.Goal goal) {
    return Figure.ratio(
        what,
        "ms",
        Samples.of(beside.percentile(part)),
        "alone",
        Samples.of(alone.percentile(part)),
        goal);
  }

  private static void submit(Stage stage, int jobs) {
    for (int i = 0; i < jobs; i++) {
      stage.node().submit(SUBMIT);
      Wait.pause(PAUSE);
    }
  }

  private static Samples endTimes(Stage stage) {
    Samples endMillis = new Samples();
    stage.jobs().pickups().forEach(pickup -> endMillis.add(pickup[1]));
    return endMillis;
  }
}

package org.meanwhile.bench;

import java.time.Duration;
import java.util.List;
import org.meanwhile.bench.server.Wait;

/** Measures how soon an idle node starts a single job, by the database's clock. */
final class Pickup implements Measurement {
  /** Long enough for the node to end the previous job and become idle. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final String SUBMIT = "{\"operation\":\"simulate\",\"input\":{}}";

  @Override
  public List<Figure> measure(Stage stage) {
    submit(stage);
    stage.jobs().clear();
    submit(stage);
    Samples claimed = new Samples();
    Samples ended = new Samples();
    for (double[] pickup : stage.jobs().pickups()) {
      claimed.add(pickup[0]);
      ended.add(pickup[1]);
    }
    String what = "pickup on an idle node, %d submits, ".formatted(Sizes.pickups());
    return List.of(
        figure(what + "commit to claim, p50", claimed.percentile(0.5), Figure.Goal.atMost(5)),
        figure(what + "commit to claim, p99", claimed.percentile(0.99), Figure.Goal.atMost(25)),
        figure(what + "commit to its having run, p50", ended.percentile(0.5), null),
        figure(what + "commit to its having run, p99", ended.percentile(0.99), null));
  }

  private static void submit(Stage stage) {
    for (int i = 0; i < Sizes.pickups(); i++) {
      stage.node().submit(SUBMIT);
      Wait.pause(PAUSE);
    }
  }

  private static Figure figure(String what, double millis, Figure.Goal goal) {
    return Figure.alone(what, "ms", Samples.of(millis), goal);
  }
}

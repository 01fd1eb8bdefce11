package org.meanwhile.bench;

import java.util.List;
import org.meanwhile.bench.server.Node;

/**
 * Measures the speed that a second node on the same machine adds for jobs that mostly sleep. All
 * turns of one node come first, and then those of two: starting a node for each turn would take
 * most of the time.
 */
final class SecondNode implements Measurement {
  private static final String SLEEP = "{\"duration\":\"PT0.05S\"}";

  @Override
  public List<Figure> measure(Stage stage) {
    jobsPerSecond(stage);
    Samples alone = new Samples();
    for (int turn = 0; turn < Sizes.repetitions(); turn++) {
      alone.add(jobsPerSecond(stage));
      Bench.say("second node %d: one %s", turn, alone);
    }
    Samples both = new Samples();
    try (Node second = stage.anotherNode("second")) {
      Bench.say("a second one listens at %d", second.port());
      jobsPerSecond(stage);
      for (int turn = 0; turn < Sizes.repetitions(); turn++) {
        both.add(jobsPerSecond(stage));
        Bench.say("second node %d: two %s", turn, both);
      }
    }
    return List.of(
        Figure.ratio(
            "two nodes, %,d jobs that sleep 50 ms".formatted(Sizes.sleepingJobs()),
            "jobs/s",
            both,
            "one node",
            alone,
            Figure.Goal.atLeast(1.5)));
  }

  private static double jobsPerSecond(Stage stage) {
    stage.jobs().clear();
    return Sizes.sleepingJobs()
        / Backlog.seconds(Backlog.drain(stage.host(), Sizes.sleepingJobs(), SLEEP));
  }
}

package org.meanwhile.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * Whether jobs that ended, and stay, slow down those that come. Measured without them, then with
 * them.
 */
final class Retained implements Measurement {
  private static final int OK = 200;

  @Override
  public List<Figure> measure(Stage stage) {
    stage.jobs().clear();
    Polls.store(stage, Sizes.polledJobs());
    Path few = Polls.polls(stage, "few", "");
    Polls.load(stage, few, Sizes.warmUp(), OK);
    Samples pollsOfFew = polls(stage, few);
    for (int turn = 0; turn < Sizes.warmUps(); turn++) {
      drain(stage);
    }
    Samples drainWithFew = drains(stage);

    stage.jobs().clear();
    Bench.say("storing %,d ended jobs", Sizes.retainedJobs());
    Polls.store(stage, Sizes.retainedJobs());
    Path many = Polls.polls(stage, "many", "");
    Polls.load(stage, many, Sizes.warmUp(), OK);
    Samples pollsOfMany = polls(stage, many);
    drain(stage);
    Samples drainWithMany = drains(stage);

    String beside = "beside %,d ended jobs".formatted(Sizes.retainedJobs());
    String few100 = "beside %,d".formatted(Sizes.polledJobs());
    Figure.Goal goal = Figure.Goal.atLeast(0.9);
    return List.of(
        Figure.ratio("drain " + beside, "jobs/s", drainWithMany, few100, drainWithFew, goal),
        Figure.ratio("polls " + beside, "/s", pollsOfMany, few100, pollsOfFew, goal));
  }

  private static Samples polls(Stage stage, Path requests) {
    Samples speed = new Samples();
    for (int turn = 0; turn < Sizes.repetitions(); turn++) {
      speed.add(Polls.load(stage, requests, Sizes.load(), OK));
    }
    Bench.say("retained: polls %s", speed);
    return speed;
  }

  private static Samples drains(Stage stage) {
    Samples speed = new Samples();
    for (int turn = 0; turn < Sizes.repetitions(); turn++) {
      speed.add(drain(stage));
    }
    Bench.say("retained: drains %s", speed);
    return speed;
  }

  private static double drain(Stage stage) {
    return Sizes.jobs() / Backlog.seconds(Backlog.drain(stage, Sizes.jobs(), "{}"));
  }
}

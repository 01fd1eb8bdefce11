package org.meanwhile.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * Whether jobs that ended, and stay, slow down those that come. First beside many, then beside few:
 * if the server still becomes warmer meanwhile, that is not to the credit of many.
 */
final class Retained implements Measurement {
  private static final int OK = 200;

  /** Speeds beside so many jobs. */
  private record Beside(int jobs, Samples polls, Samples drains) {
    String title() {
      return "beside %,d".formatted(jobs);
    }
  }

  @Override
  public List<Figure> measure(Stage stage) {
    warmUp(stage);
    Beside many = beside(stage, Sizes.retainedJobs());
    Beside few = beside(stage, Sizes.polledJobs());
    String what = many.title() + " ended jobs";
    Figure.Goal goal = Figure.Goal.atLeast(0.9);
    return List.of(
        Figure.ratio("drain " + what, "jobs/s", many.drains, few.title(), few.drains, goal),
        Figure.ratio("polls " + what, "/s", many.polls, few.title(), few.polls, goal));
  }

  private static void warmUp(Stage stage) {
    Path requests = store(stage, Sizes.polledJobs());
    Polls.load(stage, requests, Sizes.warmUp(), OK);
    for (int turn = 0; turn < Sizes.warmUps(); turn++) {
      drain(stage);
    }
    Polls.load(stage, requests, Sizes.warmUp(), OK);
  }

  private static Beside beside(Stage stage, int jobs) {
    Bench.say("storing %,d ended jobs", jobs);
    Path requests = store(stage, jobs);
    Beside beside = new Beside(jobs, new Samples(), new Samples());
    for (int turn = 0; turn < Sizes.repetitions(); turn++) {
      beside.polls.add(Polls.load(stage, requests, Sizes.load(), OK));
      beside.drains.add(drain(stage));
    }
    Bench.say("retained %,d: polls %s, drains %s", jobs, beside.polls, beside.drains);
    return beside;
  }

  private static Path store(Stage stage, int jobs) {
    stage.jobs().clear();
    Polls.store(stage, jobs);
    return Polls.polls(stage, "retained-" + jobs, "");
  }

  private static double drain(Stage stage) {
    return Sizes.jobs() / Backlog.seconds(Backlog.drain(stage, Sizes.jobs(), "{}"));
  }
}

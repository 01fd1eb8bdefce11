package org.meanwhile.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * Measures whether ended jobs that are retained slow down new jobs: first with many retained jobs,
 * then with few. If the server still warms up in between, that favours the few and not the many.
 */
final class Retained implements Measurement {
  private static final int OK = 200;

  /** The speeds with this number of retained jobs. */
  private record Speeds(int jobs, Samples polls, Samples drains) {
    String title() {
      return "beside %,d".formatted(jobs);
    }
  }

  @Override
  public List<Figure> measure(Stage stage) {
    warmUp(stage);
    Speeds many = measure(stage, Sizes.retainedJobs());
    Speeds few = measure(stage, Sizes.polledJobs());
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

  private static Speeds measure(Stage stage, int jobs) {
    Bench.say("storing %,d ended jobs", jobs);
    Path requests = store(stage, jobs);
    Speeds speeds = new Speeds(jobs, new Samples(), new Samples());
    for (int turn = 0; turn < Sizes.repetitions(); turn++) {
      speeds.polls.add(Polls.load(stage, requests, Sizes.load(), OK));
      speeds.drains.add(drain(stage));
    }
    Bench.say("retained %,d: polls %s, drains %s", jobs, speeds.polls, speeds.drains);
    return speeds;
  }

  private static Path store(Stage stage, int jobs) {
    stage.jobs().clear();
    Polls.store(stage, jobs);
    return Polls.polls(stage, "retained-" + jobs, "");
  }

  private static double drain(Stage stage) {
    return Sizes.jobs() / Backlog.seconds(Backlog.drain(stage.host(), Sizes.jobs(), "{}"));
  }
}

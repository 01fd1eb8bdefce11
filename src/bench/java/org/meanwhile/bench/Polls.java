package org.meanwhile.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.meanwhile.bench.load.LoadResult;
import org.meanwhile.bench.load.Loads;
import org.meanwhile.bench.server.BareWar;
import org.meanwhile.bench.server.ByHandWar;

/**
 * Measures polls of many ended jobs, each read anew, and of a few, whose reads are shared, against
 * a constant answer of the same server, and against polls that are written by hand.
 */
final class Polls implements Measurement {
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final int FEW = 500;
  private static final Figure.Goal FULL = Figure.Goal.atLeast(0.7);
  private static final Figure.Goal UNCHANGED = Figure.Goal.atLeast(0.85);

  /** One kind of poll. */
  private record Kind(String label, Path requests, int status, Figure.Goal goal, Samples samples) {
    void warmUp(Stage stage) {
      load(stage, requests, Sizes.warmUp(), status);
    }

    void sample(Stage stage) {
      samples.add(load(stage, requests, Sizes.load(), status));
    }
  }

  @Override
  public List<Figure> measure(Stage stage) {
    stage.jobs().clear();
    store(stage, Sizes.polledJobs());
    List<UUID> jobs = stage.jobs().ended(Sizes.polledJobs());
    String tag = "If-None-Match: " + etag(stage) + "\r\n";
    Kind many = kind("many", jobs, "", OK, FULL);
    Kind constant =
        new Kind(
            "a constant of the same server",
            Loads.requests("constants", List.of(get(BareWar.CONSTANT, ""))),
            OK,
            null,
            new Samples());
    Kind byHand = new Kind(Submits.BY_HAND, byHand(stage), OK, null, new Samples());
    List<Kind> polls =
        List.of(
            many,
            kind("many, not modified", jobs, tag, NOT_MODIFIED, UNCHANGED),
            kind("few", jobs.subList(0, FEW), "", OK, FULL),
            kind("few, not modified", jobs.subList(0, FEW), tag, NOT_MODIFIED, UNCHANGED));
    List<Kind> all = new ArrayList<>(polls);
    Collections.addAll(all, constant, byHand);
    all.forEach(kind -> kind.warmUp(stage));
    for (int turn = 0; turn < Sizes.repetitions(); turn++) {
      all.forEach(kind -> kind.sample(stage));
      Bench.say("polls %d: %s", turn, all.stream().map(kind -> kind.samples.toString()).toList());
    }
    List<Figure> figures = new ArrayList<>();
    polls.forEach(kind -> figures.add(ratio(kind, constant, kind.goal)));
    figures.add(ratio(many, byHand, Figure.Goal.atLeast(4)));
    return figures;
  }

  private static Kind kind(
      String label, List<UUID> jobs, String header, int status, Figure.Goal goal) {
    String name = label.replaceAll("\\W+", "-");
    return new Kind(
        "polls of %,d ended jobs, 64 connections%s"
            .formatted(jobs.size(), label.endsWith("not modified") ? ", not modified" : ""),
        requests(name, jobs, header),
        status,
        goal,
        new Samples());
  }

  private static Figure ratio(Kind kind, Kind baseline, Figure.Goal goal) {
    return Figure.ratio(kind.label, "/s", kind.samples, baseline.label, baseline.samples, goal);
  }

  private static Path byHand(Stage stage) {
    return Loads.requests(
        "by-hand",
        ByHandWar.store(stage.database(), Sizes.polledJobs()).stream()
            .map(job -> get(ByHandWar.JOBS + "/" + job, ""))
            .toList());
  }

  /** Stores this number of ended jobs. */
  static void store(Stage stage, int jobs) {
    UUID ended =
        stage
            .node()
            .runToSuccess("{\"operation\":\"simulate\",\"input\":{}}", Duration.ofSeconds(30));
    stage.jobs().multiply(ended, jobs, "local", null);
    stage.database().settle();
  }

  /** Writes one request for the status of each polled job. */
  static Path polls(Stage stage, String name, String header) {
    return requests(name, stage.jobs().ended(Sizes.polledJobs()), header);
  }

  private static Path requests(String name, List<UUID> jobs, String header) {
    return Loads.requests(
        name, jobs.stream().map(job -> get("/job/" + job + "/status", header)).toList());
  }

  static double load(Stage stage, Path requests, Loads.Length length, int expected) {
    LoadResult result = Loads.http(stage.node().port(), Submits.CONNECTIONS, length, requests);
    return result.perSecond(expected);
  }

  /** All jobs are copies of one job, so they have the same entity tag. */
  private static String etag(Stage stage) {
    UUID any = stage.jobs().ended(1).get(0);
    return stage.node().get("/job/" + any + "/status").headers().firstValue("ETag").orElseThrow();
  }

  private static String get(String path, String header) {
    return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header + "\r\n";
  }
}

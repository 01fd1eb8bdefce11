package org.meanwhile.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.meanwhile.bench.load.LoadResult;
import org.meanwhile.bench.load.Loads;
import org.meanwhile.bench.server.BareWar;
import org.meanwhile.bench.server.ByHandWar;

/**
 * Measures polls of many ended jobs against a constant answer of the same server, and against polls
 * that are written by hand.
 */
final class Polls implements Measurement {
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;

  @Override
  public List<Figure> measure(Stage stage) {
    stage.jobs().clear();
    store(stage, Sizes.polledJobs());
    Path polls = polls(stage, "polls", "");
    Path conditional = polls(stage, "conditional", "If-None-Match: " + etag(stage) + "\r\n");
    Path constants = Loads.requests("constants", List.of(get(BareWar.CONSTANT, "")));
    Path byHand = byHand(stage);
    load(stage, polls, Sizes.warmUp(), OK);
    load(stage, conditional, Sizes.warmUp(), NOT_MODIFIED);
    load(stage, byHand, Sizes.warmUp(), OK);
    load(stage, constants, Sizes.warmUp(), OK);
    Samples full = new Samples();
    Samples unchanged = new Samples();
    Samples bare = new Samples();
    Samples written = new Samples();
    for (int turn = 0; turn < Sizes.repetitions(); turn++) {
      full.add(load(stage, polls, Sizes.load(), OK));
      unchanged.add(load(stage, conditional, Sizes.load(), NOT_MODIFIED));
      bare.add(load(stage, constants, Sizes.load(), OK));
      written.add(load(stage, byHand, Sizes.load(), OK));
      Bench.say(
          "polls %d: %s full, %s not modified, %s bare, %s by hand",
          turn, full, unchanged, bare, written);
    }
    String jobs = "polls of %,d ended jobs, 64 connections".formatted(Sizes.polledJobs());
    String constant = "a constant of the same server";
    return List.of(
        Figure.ratio(jobs, "/s", full, constant, bare, Figure.Goal.atLeast(0.7)),
        Figure.ratio(
            jobs + ", not modified", "/s", unchanged, constant, bare, Figure.Goal.atLeast(0.85)),
        Figure.ratio(jobs, "/s", full, Submits.BY_HAND, written, Figure.Goal.atLeast(4)));
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
    return Loads.requests(
        name,
        stage.jobs().ended(Sizes.polledJobs()).stream()
            .map(job -> get("/job/" + job + "/status", header))
            .toList());
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

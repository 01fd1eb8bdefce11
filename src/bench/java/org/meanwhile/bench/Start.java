package org.meanwhile.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.meanwhile.bench.load.Loads;
import org.meanwhile.bench.server.BareWar;
import org.meanwhile.bench.server.JavaProcess;
import org.meanwhile.bench.server.MicroServer;
import org.meanwhile.bench.server.Node;
import org.meanwhile.bench.server.Wait;

/**
 * Measures what a start costs: the time until the first answer and the memory of an idle server,
 * against a server with an empty WAR; and the rates of the first minute under load against those of
 * the same node when it is warm.
 *
 * <p>The start is that of a newcomer: an empty embedded database, no flags but the size of the
 * heap.
 */
final class Start implements Measurement {
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final List<String> HEAP = List.of("-Xmx512m");

  /** Until what a server does after its start is over. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  private static final class Side {
    private final Samples first = new Samples();
    private final Samples ready = new Samples();
    private final Samples megabytes = new Samples();
  }

  @Override
  public List<Figure> measure(Stage stage) {
    Side ours = new Side();
    Side bare = new Side();
    for (int turn = 0; turn < Sizes.repetitions(); turn++) {
      start(bare, "empty-" + turn, BareWar.empty().toString(), "/index.html", "/index.html");
      start(ours, "newcomer-" + turn, System.getProperty("bench.war"), "/caller", "/health/ready");
      Bench.say(
          "start %d: %s s to the first answer, %s s until ready, %s MB; empty %s s, %s MB",
          turn, ours.first, ours.ready, ours.megabytes, bare.first, bare.megabytes);
    }
    String empty = "an empty WAR";
    return List.of(
        Figure.ratio(
            "from the start of the JVM to the first answer, new embedded database",
            "s",
            ours.first,
            empty,
            bare.first,
            Figure.Goal.atMost(1.3)),
        Figure.ratio("the same until ready", "s", ours.ready, empty, bare.ready, null),
        Figure.ratio(
            "memory of the idle process (-Xmx512m)",
            "MB",
            ours.megabytes,
            empty,
            bare.megabytes,
            Figure.Goal.atMost(1.2)),
        firstMinute(stage, "polls", OK, polls(stage)),
        firstMinute(stage, "submits", ACCEPTED, Submits.waitingJobs()));
  }

  private static void start(Side side, String name, String war, String first, String ready) {
    Path data = JavaProcess.directory(name + "/data");
    try (MicroServer server =
        new MicroServer(
            name,
            HEAP,
            Map.of("MEANWHILE_DB_URL", "jdbc:h2:file:" + data.resolve("meanwhile")),
            List.of("--deploy", war, "--contextroot", "/"))) {
      side.first.add(Backlog.seconds(server.awaitAnswers(first)));
      side.ready.add(Backlog.seconds(server.awaitAnswers(ready)));
      Wait.pause(SETTLING);
      side.megabytes.add(server.residentMegabytes());
    }
  }

  private static Path polls(Stage stage) {
    stage.jobs().clear();
    Polls.store(stage, Sizes.polledJobs());
    return Polls.polls(stage, "first-minute", "");
  }

  /** The first minute of a new node under full load, and its rate when it is warm. */
  private static Figure firstMinute(Stage stage, String what, int expected, Path requests) {
    Samples first = new Samples();
    Samples warm = new Samples();
    Loads.Length minute = new Loads.Length(0, Sizes.firstSeconds());
    for (int turn = 0; turn < Sizes.repetitions(); turn++) {
      try (Node node = stage.anotherNode("first-minute")) {
        first.add(rate(node, minute, requests, expected));
        rate(node, Sizes.warmUp(), requests, expected);
        warm.add(rate(node, Sizes.load(), requests, expected));
      }
      Bench.say("first minute %d of %s: %s, warm %s", turn, what, first, warm);
    }
    return Figure.ratio(
        "%s in the first %d s after ready, 64 connections".formatted(what, minute.seconds()),
        "/s",
        first,
        "the same node warm",
        warm,
        Figure.Goal.atLeast(0.5));
  }

  private static double rate(Node node, Loads.Length length, Path requests, int expected) {
    return Loads.http(node.port(), Submits.CONNECTIONS, length, requests).perSecond(expected);
  }
}

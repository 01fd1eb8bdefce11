package org.meanwhile.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.meanwhile.bench.load.Loads;
import org.meanwhile.bench.server.Node;
import org.meanwhile.bench.server.Wait;

/**
 * Measures a group that is created by one request: its members a second, against durable inserts of
 * single rows, with a heap of 512 MB. Then a smaller one from the request to its end.
 */
final class Groups implements Measurement {
  private static final int CLIENTS = 16;
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final String MEMBER =
      "{\"operation\":\"simulate\",\"input\":{\"duration\":\"PT0S\"%s}%s}";

  @Override
  public List<Figure> measure(Stage stage) {
    int members = Sizes.members();
    int running = Sizes.runningMembers();
    double inserts = Loads.inserts(stage.database(), CLIENTS, Sizes.load()).perSecond(0);
    stage.jobs().clear();
    stage.database().settle();
    double created;
    double ended;
    try (Node node = stage.smallNode("groups")) {
      node.group(file(members / 10, ",\"startAt\":\"" + Neighbours.TOMORROW + "\""));
      long begin = System.nanoTime();
      node.group(file(members, ",\"startAt\":\"" + Neighbours.TOMORROW + "\""));
      created = seconds(begin);
      Bench.say("groups: %,d members in %.1f s", members, created);
      stage.jobs().clear();
      stage.database().settle();
      begin = System.nanoTime();
      UUID group = node.group(file(running, ""));
      Wait.until(
          "ended",
          LIMIT,
          Duration.ofMillis(500),
          () -> node.get("/job/" + group + "/status").body().contains("\"finishedAt\""));
      ended = seconds(begin);
      long lines = node.get("/job/" + group + "/output").body().lines().count();
      if (lines != running) {
        throw new IllegalStateException(lines + " lines of " + running + " members");
      }
    }
    String what = "a group of %,d members by one request (-Xmx512m)".formatted(members);
    return List.of(
        Figure.alone(what, "s", Samples.of(created), Figure.Goal.atMost(60)),
        Figure.ratio(
            what,
            "members/s",
            Samples.of(members / created),
            "single-row inserts, " + CLIENTS + " clients",
            Samples.of(inserts),
            Figure.Goal.atLeast(3)),
        Figure.alone(
            "a group of %,d members from its request to its end".formatted(running),
            "members/s",
            Samples.of(running / ended),
            null));
  }

  private static double seconds(long beginNanos) {
    return (System.nanoTime() - beginNanos) / 1e9;
  }

  /** Writes one member a line, each with an input of its own. */
  private static Path file(int members, String further) {
    Path file = Path.of("target", "bench", "members.ndjson");
    try (BufferedWriter lines = Files.newBufferedWriter(file)) {
      for (int i = 0; i < members; i++) {
        lines.write(MEMBER.formatted(",\"steps\":" + (1 + i % 1000), further));
        lines.newLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}

package org.meanwhile.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.meanwhile.bench.load.LoadResult;
import org.meanwhile.bench.load.Loads;
import org.meanwhile.bench.server.Node;
import org.meanwhile.bench.server.Wait;

/**
 * Measures the latency of polls while thousands of clients wait at the same node, each for a job of
 * its own. The node has a heap of 512 MB.
 */
final class Waiters implements Measurement {
  private static final int OK = 200;
  private static final int POLLERS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Override
  public List<Figure> measure(Stage stage) {
    int waiters = Sizes.waiters();
    stage.jobs().clear();
    try (Node node = stage.smallNode("waiters")) {
      List<UUID> jobs = store(node, waiters);
      Path polls = requests("beside-waiters", jobs, "");
      Path waits = requests("waits", jobs, "Prefer: wait=60\r\n");
      Loads.http(node.port(), POLLERS, Sizes.warmUp(), polls).perSecond(OK);
      LoadResult alone = Loads.http(node.port(), POLLERS, Sizes.load(), polls);
      alone.perSecond(OK);
      Supplier<LoadResult> waiting = Loads.waits(node.port(), waits);
      Wait.until("all wait", LIMIT, Duration.ofMillis(200), () -> waitingClients(node) >= waiters);
      LoadResult beside = Loads.http(node.port(), POLLERS, Sizes.load(), polls);
      beside.perSecond(OK);
      // Throws unless every waiting client was answered.
      waiting.get().perSecond(OK);
      String what = "polls beside %,d clients that wait (-Xmx512m), ".formatted(waiters);
      return List.of(
          figure(what + "p50", alone.p50Millis(), beside.p50Millis()),
          figure(what + "p99", alone.p99Millis(), beside.p99Millis()));
    }
  }

  private static Figure figure(String what, double alone, double beside) {
    return Figure.ratio(
        what, "ms", Samples.of(beside), "nobody waits", Samples.of(alone), Figure.Goal.atMost(3));
  }

  private static List<UUID> store(Node node, int jobs) {
    String tomorrow = Instant.now().plus(Duration.ofDays(1)).toString();
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < jobs; i++) {
      ids.add(node.submit("{\"operation\":\"simulate\",\"startAt\":\"" + tomorrow + "\"}"));
    }
    return ids;
  }

  private static Path requests(String name, List<UUID> jobs, String header) {
    return Loads.requests(
        name,
        jobs.stream()
            .map(
                job ->
                    "GET /job/%s/status HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n"
                        .formatted(job, header))
            .toList());
  }

  private static double waitingClients(Node node) {
    return node.get("/metrics?scope=application")
        .body()
        .lines()
        .filter(line -> line.startsWith("meanwhile_waits"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}

package org.meanwhile.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.meanwhile.bench.load.LoadResult;
import org.meanwhile.bench.load.Loads;
import org.meanwhile.bench.server.Database;
import org.meanwhile.bench.server.Node;
import org.meanwhile.bench.server.Wait;

/**
 * Measures workers elsewhere: how many jobs they lease and end through two nodes, and how soon one
 * of many that wait at a node has a job.
 */
final class Leases implements Measurement {
  private static final String OPERATION = "step";
  private static final int MOST = 4;
  private static final int WORKERS = 64;
  private static final Duration PAUSE = Duration.ofMillis(50);

  @Override
  public List<Figure> measure(Stage stage) {
    Map<String, String> settings = new TreeMap<>(Stage.SETTINGS);
    settings.put("meanwhile.worker.step.parameters", "{\"type\":\"object\"}");
    try (Database database = stage.anotherDatabase("bench_leases");
        Node first = new Node("leases-first", database, Stage.FLAGS, settings);
        Node second = new Node("leases-second", database, Stage.FLAGS, settings)) {
      Samples rates = new Samples();
      rate(first, second);
      for (int turn = 0; turn < Sizes.repetitions(); turn++) {
        rates.add(rate(first, second));
        Bench.say("leases %d: %s", turn, rates);
      }
      LoadResult pickups = pickups(first);
      String waiting = "workers wait at a node, %,d: ".formatted(Sizes.waitingWorkers());
      return List.of(
          Figure.alone(
              "%,d jobs leased and ended by %d workers through two nodes"
                  .formatted(Sizes.leasedJobs(), WORKERS),
              "jobs/s",
              rates,
              Figure.Goal.atLeast(2000)),
          Figure.alone(
              waiting + "request to lease, p50", "ms", Samples.of(pickups.p50Millis()), null),
          Figure.alone(
              waiting + "request to lease, p99",
              "ms",
              Samples.of(pickups.p99Millis()),
              Figure.Goal.atMost(50)));
    }
  }

  private static double rate(Node first, Node second) {
    int jobs = Sizes.leasedJobs();
    Path members = members(jobs);
    Supplier<LoadResult> load =
        Loads.leases(OPERATION, MOST, jobs, false, WORKERS, first.port(), second.port());
    first.group(members);
    return load.get().perSecond(200);
  }

  private static Path members(int count) {
    try {
      return Files.write(
          Path.of("target", "bench", "leased.ndjson"),
          Collections.nCopies(count, "{\"operation\":\"" + OPERATION + "\"}"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LoadResult pickups(Node node) {
    Supplier<LoadResult> load =
        Loads.leases(OPERATION, 1, Sizes.pickups(), true, Sizes.waitingWorkers(), node.port());
    Wait.pause(Duration.ofSeconds(10));
    for (int i = 0; i < Sizes.pickups(); i++) {
      node.submit(
          "{\"operation\":\"%s\",\"input\":{\"t\":%d}}"
              .formatted(OPERATION, System.currentTimeMillis()));
      Wait.pause(PAUSE);
    }
    return load.get();
  }
}

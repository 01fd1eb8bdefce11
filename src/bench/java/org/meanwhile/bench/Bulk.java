package org.meanwhile.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.meanwhile.bench.load.LoadResult;
import org.meanwhile.bench.load.Loads;
import org.meanwhile.bench.server.Node;

/**
 * Measures many jobs that are stored in one transaction against durable inserts of single rows, and
 * what others feel of such a transaction: of jobs that are not committed yet, index entries are
 * there already.
 */
final class Bulk implements Measurement {
  private static final int CLIENTS = 16;
  private static final int PROBES = 200;
  private static final String SHORT_JOB = "{\"operation\":\"simulate\",\"input\":{}}";

  @Override
  public List<Figure> measure(Stage stage) {
    int jobs = Sizes.bulkJobs();
    Samples storing = new Samples();
    Samples inserting = new Samples();
    for (int turn = 0; turn < Sizes.repetitions(); turn++) {
      inserting.add(Loads.inserts(stage.database(), CLIENTS, Sizes.load()).perSecond(0));
      stage.jobs().clear();
      stage.database().settle();
      storing.add(Loads.bulk(stage.database(), jobs, true).get().perSecond(0));
      Bench.say("bulk %d: %s jobs, %s rows", turn, storing, inserting);
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(
        Figure.ratio(
            "%,d jobs in one transaction".formatted(jobs),
            "/s",
            storing,
            "single-row inserts, " + CLIENTS + " clients",
            inserting,
            Figure.Goal.atLeast(3)));
    Node node = stage.node();
    figures.add(beside(stage, "lists of this caller", () -> node.get("/job?limit=10")));
    figures.add(
        beside(stage, "jobs of this caller, from submit to end", () -> node.run(SHORT_JOB)));
    return figures;
  }

  private static Figure beside(Stage stage, String what, Supplier<?> probe) {
    stage.jobs().clear();
    stage.database().settle();
    Samples alone = new Samples();
    for (int i = 0; i < 2 * PROBES; i++) {
      double took = millis(probe);
      if (i >= PROBES) {
        alone.add(took);
      }
    }
    Supplier<LoadResult> load = Loads.bulk(stage.database(), Sizes.bulkJobs(), false);
    CompletableFuture<LoadResult> bulk = CompletableFuture.supplyAsync(load);
    Samples beside = new Samples();
    while (!bulk.isDone()) {
      beside.add(millis(probe));
    }
    bulk.join();
    Bench.say("bulk: %s: %,.1f ms, %,.1f ms alone", what, p99(beside), p99(alone));
    return Figure.ratio(
        "beside a bulk that is not committed: " + what + ", p99",
        "ms",
        Samples.of(p99(beside)),
        "alone",
        Samples.of(p99(alone)),
        null);
  }

  private static double p99(Samples samples) {
    return samples.percentile(0.99);
  }

  private static double millis(Supplier<?> probe) {
    long start = System.nanoTime();
    probe.get();
    return Duration.ofNanos(System.nanoTime() - start).toNanos() / 1e6;
  }
}

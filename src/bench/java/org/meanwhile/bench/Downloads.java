package org.meanwhile.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.meanwhile.bench.load.Loads;
import org.meanwhile.bench.server.BareWar;
import org.meanwhile.bench.server.Wait;

/** Measures downloads of a large output against those of a static file of the same server. */
final class Downloads implements Measurement {
  private static final int OK = 200;
  private static final int MEGABYTE = 1_000_000;
  private static final int PARALLEL = 4;
  private static final Duration SETTLE = Duration.ofSeconds(2);

  /** The limit of the live heap that four downloads add to that of an idle node. */
  private static final double MAX_HEAP_MEGABYTES = 32;

  /** The least ratio to a static file, of the second download of an output at the node. */
  private static final double CACHED_ONE = 0.95;

  private static final double CACHED_PARALLEL = 0.9;

  /** The same of the first download. */
  private static final double FIRST = 0.75;

  /** Makes outputs of different digests: the node has no file of the next one yet. */
  private long nextBytes = (long) Sizes.outputMegabytes() * MEGABYTE;

  @Override
  public List<Figure> measure(Stage stage) {
    stage.jobs().clear();
    BareWar.file(nextBytes);
    List<Figure> figures = new ArrayList<>();
    for (int connections : new int[] {1, PARALLEL}) {
      figures.addAll(compare(stage, connections));
    }
    figures.add(heap(stage, output(stage)));
    return figures;
  }

  /** Makes an output that the node has not sent yet, and returns its path. */
  private String output(Stage stage) {
    UUID job =
        stage
            .node()
            .runToSuccess(
                "{\"operation\":\"simulate\",\"input\":{\"outputBytes\":%d}}"
                    .formatted(nextBytes++),
                Duration.ofMinutes(5));
    stage.database().settle();
    return "/job/" + job + "/output";
  }

  private List<Figure> compare(Stage stage, int connections) {
    Samples first = new Samples();
    Samples second = new Samples();
    Samples file = new Samples();
    for (int turn = -Sizes.warmUps(); turn < Sizes.repetitions(); turn++) {
      String output = output(stage);
      double firstTime = megabytesPerSecond(stage, connections, output);
      // Until the node has the file.
      Wait.pause(SETTLE);
      double secondTime = megabytesPerSecond(stage, connections, output);
      double statically = megabytesPerSecond(stage, connections, BareWar.FILE);
      if (turn >= 0) {
        first.add(firstTime);
        second.add(secondTime);
        file.add(statically);
      }
    }
    Bench.say(
        "downloads: %d connections, first %s, second %s, file %s",
        connections, first, second, file);
    return List.of(
        figure("first", connections, first, file, FIRST),
        figure(
            "second", connections, second, file, connections == 1 ? CACHED_ONE : CACHED_PARALLEL));
  }

  private static Figure figure(
      String time, int connections, Samples ours, Samples file, double goal) {
    return Figure.ratio(
        "downloads of %,d MB the %s time, %d at a time"
            .formatted(Sizes.outputMegabytes(), time, connections),
        "MB/s",
        ours,
        "a static file of the same server",
        file,
        Figure.Goal.atLeast(goal));
  }

  private static double megabytesPerSecond(Stage stage, int connections, String path) {
    return Loads.downloads(stage.node().port(), connections, path).perSecond(OK);
  }

  private static Figure heap(Stage stage, String output) {
    long idle = stage.node().liveHeapBytes();
    CompletableFuture<Double> downloads =
        CompletableFuture.supplyAsync(() -> megabytesPerSecond(stage, PARALLEL, output));
    Samples added = new Samples();
    while (!downloads.isDone()) {
      added.add((stage.node().liveHeapBytes() - idle) / (double) MEGABYTE);
      Wait.pause(Duration.ofMillis(300));
    }
    downloads.join();
    return Figure.alone(
        "heap that lives for %d such downloads".formatted(PARALLEL),
        "MB",
        added,
        Figure.Goal.atMost(MAX_HEAP_MEGABYTES));
  }
}

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

  /** The limit of the live heap that four downloads add to that of an idle node. */
  private static final double MAX_HEAP_MEGABYTES = 32;

  @Override
  public List<Figure> measure(Stage stage) {
    long bytes = (long) Sizes.outputMegabytes() * MEGABYTE;
    stage.jobs().clear();
    BareWar.file(bytes);
    UUID job =
        stage
            .node()
            .runToSuccess(
                "{\"operation\":\"simulate\",\"input\":{\"outputBytes\":%d}}".formatted(bytes),
                Duration.ofMinutes(5));
    stage.database().settle();
    String output = "/job/" + job + "/output";
    List<Figure> figures = new ArrayList<>();
    for (int connections : new int[] {1, PARALLEL}) {
      figures.add(compare(stage, output, connections));
    }
    figures.add(heap(stage, output));
    return figures;
  }

  private static Figure compare(Stage stage, String output, int connections) {
    Samples ours = new Samples();
    Samples theirs = new Samples();
    // The first turn is a warm-up.
    for (int turn = -1; turn < Sizes.repetitions(); turn++) {
      double own = megabytesPerSecond(stage, connections, output);
      double file = megabytesPerSecond(stage, connections, BareWar.FILE);
      if (turn >= 0) {
        ours.add(own);
        theirs.add(file);
      }
    }
    Bench.say("downloads: %d connections, %s output, %s file", connections, ours, theirs);
    return Figure.ratio(
        "downloads of %,d MB, %d at a time".formatted(Sizes.outputMegabytes(), connections),
        "MB/s",
        ours,
        "a static file of the same server",
        theirs,
        Figure.Goal.atLeast(0.6));
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

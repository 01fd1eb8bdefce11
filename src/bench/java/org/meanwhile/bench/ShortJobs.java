package org.meanwhile.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.meanwhile.bench.peer.Handlers;
import org.meanwhile.bench.peer.Library;
import org.meanwhile.bench.peer.RunningPeer;

/**
 * Measures how fast waiting jobs of 1 ms are run by 4, 16 and 64 workers. The contenders take
 * turns; each runs alone.
 */
final class ShortJobs implements Measurement {
  private static final int MILLIS = 1;
  private static final String INPUT = "{\"duration\":\"PT0.001S\",\"steps\":1}";

  /** {@code -Dbench.workers} selects one number. */
  private static final List<Integer> WORKERS =
      Integer.getInteger("bench.workers") == null
          ? List.of(4, 16, 64)
          : List.of(Integer.getInteger("bench.workers"));

  @Override
  public List<Figure> measure(Stage stage) {
    List<Figure> figures = new ArrayList<>();
    WORKERS.forEach(workers -> figures.addAll(measure(stage, workers)));
    return figures;
  }

  private static List<Figure> measure(Stage stage, int workers) {
    List<RunningPeer> peers = new ArrayList<>();
    Map<String, String> slots = Map.of("meanwhile.work.slots", Integer.toString(workers));
    try (Host host = stage.anotherHost("short_" + workers, slots, Host.builtWar())) {
      for (Library library : Library.FOR_SHORT_JOBS) {
        peers.add(stage.peer(library, new Handlers(workers, MILLIS)));
      }
      return compare(host, peers, workers);
    } finally {
      peers.forEach(RunningPeer::close);
    }
  }

  private static List<Figure> compare(Host host, List<RunningPeer> peers, int workers) {
    int jobs = Sizes.shortJobs();
    Samples ours = new Samples();
    Map<Library, Samples> theirs = new EnumMap<>(Library.class);
    for (int turn = -Sizes.warmUps(); turn < Sizes.repetitions(); turn++) {
      double own = Backlog.jobsPerSecond(host, jobs, INPUT);
      Bench.say("short jobs, %d workers, %d: Meanwhile %s/s", workers, turn, Samples.number(own));
      for (RunningPeer peer : peers) {
        Library library = peer.library();
        double speed = jobs / Backlog.seconds(peer.drain(jobs));
        Bench.say(
            "short jobs, %d workers, %d: %s %s/s",
            workers, turn, library.title(), Samples.number(speed));
        if (turn >= 0) {
          theirs.computeIfAbsent(library, l -> new Samples()).add(speed);
        }
      }
      if (turn >= 0) {
        ours.add(own);
      }
    }
    String what = "%,d jobs of %d ms, %d workers".formatted(jobs, MILLIS, workers);
    List<Figure> figures = new ArrayList<>();
    theirs.forEach(
        (library, speed) ->
            figures.add(
                Figure.ratio(
                    what, "jobs/s", ours, library.title(), speed, Figure.Goal.atLeast(1))));
    return figures;
  }
}

package org.meanwhile.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.meanwhile.bench.peer.Library;
import org.meanwhile.bench.peer.RunningPeer;

/**
 * Measures how fast waiting jobs that do nothing are run, 20 at a time. Slow peers get fewer jobs.
 */
final class Drain implements Measurement {
  @Override
  public List<Figure> measure(Stage stage) {
    List<RunningPeer> peers = new ArrayList<>();
    try {
      for (Library library : Library.values()) {
        peers.add(stage.peer(library));
      }
      return compare(stage, peers);
    } finally {
      peers.forEach(RunningPeer::close);
    }
  }

  private static List<Figure> compare(Stage stage, List<RunningPeer> peers) {
    Samples ours = new Samples();
    Map<Library, Samples> theirs = new EnumMap<>(Library.class);
    for (int turn = -Sizes.warmUps(); turn < Sizes.repetitions(); turn++) {
      double own = Backlog.jobsPerSecond(stage, Sizes.jobs());
      Bench.say("drain %d: Meanwhile %s/s", turn, Samples.number(own));
      if (turn >= 0) {
        ours.add(own);
      }
      for (RunningPeer peer : peers) {
        int jobs = jobs(peer.library());
        double speed = jobs / Backlog.seconds(peer.drain(jobs));
        Bench.say("drain %d: %s %s/s", turn, peer.library().title(), Samples.number(speed));
        if (turn >= 0) {
          theirs.computeIfAbsent(peer.library(), l -> new Samples()).add(speed);
        }
      }
    }
    List<Figure> figures = new ArrayList<>();
    theirs.forEach((library, speed) -> figures.add(figure(library, ours, speed)));
    return figures;
  }

  private static int jobs(Library library) {
    return switch (library) {
      case DB_SCHEDULER -> Sizes.jobs();
      case JOBRUNR -> Sizes.jobRunrJobs();
      case QUARTZ -> Sizes.quartzJobs();
    };
  }

  private static Figure figure(Library library, Samples ours, Samples theirs) {
    String what = "drain, %,d waiting jobs (%,d)".formatted(Sizes.jobs(), jobs(library));
    Figure.Goal goal = library == Library.DB_SCHEDULER ? Figure.Goal.atLeast(2) : null;
    return Figure.ratio(what, "jobs/s", ours, library.title(), theirs, goal);
  }
}

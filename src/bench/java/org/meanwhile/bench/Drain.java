package org.meanwhile.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.meanwhile.bench.peer.Handlers;
import org.meanwhile.bench.peer.Library;
import org.meanwhile.bench.peer.RunningPeer;

/**
 * Measures how fast waiting jobs that do nothing are run, 20 at a time. Slow peers get fewer jobs.
 */
final class Drain implements Measurement {
  private static final Map<Library, Integer> JOBS =
      Map.of(
          Library.DB_SCHEDULER, Sizes.jobs(),
          Library.JOBRUNR, Sizes.jobRunrJobs(),
          Library.QUARTZ, Sizes.quartzJobs());

  @Override
  public List<Figure> measure(Stage stage) {
    List<Host> earlier = new ArrayList<>();
    List<RunningPeer> peers = new ArrayList<>();
    try {
      Host.earlierWar().forEach(war -> earlier.add(stage.anotherHost("earlier", Map.of(), war)));
      for (Library library : selected()) {
        peers.add(stage.peer(library, Handlers.IDLE));
      }
      return compare(stage.host(), earlier, peers);
    } finally {
      peers.forEach(RunningPeer::close);
      earlier.forEach(Host::close);
    }
  }

  /** Beside an earlier WAR, the fastest peer is enough. */
  private static List<Library> selected() {
    return Host.earlierWar().isEmpty() ? Library.ON_JVM : List.of(Library.DB_SCHEDULER);
  }

  private static List<Figure> compare(Host host, List<Host> earlier, List<RunningPeer> peers) {
    Samples ours = new Samples();
    Samples before = new Samples();
    Map<Library, Samples> theirs = new EnumMap<>(Library.class);
    for (int turn = -Sizes.warmUps(); turn < Sizes.repetitions(); turn++) {
      drain(turn, "Meanwhile", ours, Backlog.jobsPerSecond(host, Sizes.jobs()));
      for (Host other : earlier) {
        drain(turn, "the earlier WAR", before, Backlog.jobsPerSecond(other, Sizes.jobs()));
      }
      for (RunningPeer peer : peers) {
        Library library = peer.library();
        double speed = JOBS.get(library) / Backlog.seconds(peer.drain(JOBS.get(library)));
        drain(turn, library.title(), theirs.computeIfAbsent(library, l -> new Samples()), speed);
      }
    }
    List<Figure> figures = new ArrayList<>();
    if (!before.isEmpty()) {
      String what = "drain, %,d waiting jobs".formatted(Sizes.jobs());
      figures.add(Figure.ratio(what, "jobs/s", ours, "the earlier WAR", before, null));
    }
    theirs.forEach((library, speed) -> figures.add(figure(library, ours, speed)));
    return figures;
  }

  private static void drain(int turn, String who, Samples samples, double speed) {
    Bench.say("drain %d: %s %s/s", turn, who, Samples.number(speed));
    if (turn >= 0) {
      samples.add(speed);
    }
  }

  private static Figure figure(Library library, Samples ours, Samples theirs) {
    String what = "drain, %,d waiting jobs (%,d)".formatted(Sizes.jobs(), JOBS.get(library));
    Figure.Goal goal = library == Library.DB_SCHEDULER ? Figure.Goal.atLeast(5) : null;
    return Figure.ratio(what, "jobs/s", ours, library.title(), theirs, goal);
  }
}

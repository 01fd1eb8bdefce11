package org.meanwhile.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What runs did, in the order in which they did it: the file that {@link Journal} writes. */
final class RunLog {

  /** What happens to a run. */
  enum What {
    START,
    /** It made its output; whether the output counts, others decide. */
    END,
    /** It failed as it was asked to. */
    FAILED,
    /** It was told to stop. */
    STOPPED
  }

  /**
   * @param run unlike any other run's
   * @param pid of the node's process
   */
  record Line(What what, String job, int attempt, String run, long pid) {

    static Line parse(String text) {
      String[] words = text.split(" ");
      return new Line(
          What.valueOf(words[0].toUpperCase(Locale.ROOT)),
          words[1],
          Integer.parseInt(words[2]),
          words[3],
          Long.parseLong(words[4]));
    }

    @Override
    public String toString() {
      return String.join(
          " ",
          what.name().toLowerCase(Locale.ROOT),
          job,
          Integer.toString(attempt),
          run,
          Long.toString(pid));
    }
  }

  private final Path file;

  RunLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  List<Line> lines() {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().map(Line::parse).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Line> lines(Predicate<Line> wanted) {
    return lines().stream().filter(wanted).toList();
  }

  /** The processes' ids of the nodes on which a job was begun, in order. */
  List<Long> nodesOf(String job) {
    return lines(line -> line.job().equals(job) && line.what() == What.START).stream()
        .map(Line::pid)
        .toList();
  }

  /** The runs that a node has begun and not ended. */
  List<Line> unfinishedOn(long pid) {
    List<Line> lines = lines(line -> line.pid() == pid);
    return lines.stream()
        .filter(line -> line.what() == What.START)
        .filter(
            start ->
                lines.stream()
                    .noneMatch(line -> line.what() != What.START && line.run().equals(start.run())))
        .toList();
  }
}

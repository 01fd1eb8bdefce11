package org.meanwhile.cluster.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Reads the file that {@link Journal} writes: what runs did, in order. */
public final class RunLog {

  /** The events of a run. */
  public enum Event {
    START,
    /** The run made its output, which may be refused. */
    END,
    /** The run failed as its input says. */
    FAILED,
    /** The run was interrupted. */
    STOPPED
  }

  /**
   * @param run the id of the run
   * @param pid the id of the node's process
   */
  public record Line(Event event, String job, int attempt, String run, long pid) {

    static Line parse(String text) {
      String[] words = text.split(" ");
      return new Line(
          Event.valueOf(words[0].toUpperCase(Locale.ROOT)),
          words[1],
          Integer.parseInt(words[2]),
          words[3],
          Long.parseLong(words[4]));
    }

    @Override
    public String toString() {
      return String.join(
          " ",
          event.name().toLowerCase(Locale.ROOT),
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

  public List<Line> lines() {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().map(Line::parse).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Line> lines(Predicate<Line> wanted) {
    return lines().stream().filter(wanted).toList();
  }

  /** Returns the process ids of the nodes on which a job was started, in order. */
  public List<Long> nodesOf(String job) {
    return lines(line -> line.job().equals(job) && line.event() == Event.START).stream()
        .map(Line::pid)
        .toList();
  }

  /** Returns the runs that a node has started and not ended. */
  public List<Line> unfinishedOn(long pid) {
    List<Line> lines = lines(line -> line.pid() == pid);
    return lines.stream()
        .filter(line -> line.event() == Event.START)
        .filter(
            start ->
                lines.stream()
                    .noneMatch(
                        line -> line.event() != Event.START && line.run().equals(start.run())))
        .toList();
  }
}

package org.meanwhile.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meanwhile.bench.server.JavaProcess;
import org.meanwhile.bench.server.Postgres;

/** The table of all figures, with the method of the measurements. */
final class Report {
  private final List<Figure> figures = new ArrayList<>();

  void add(List<Figure> measured) {
    figures.addAll(measured);
  }

  /** Writes the figures so far to {@code target/bench/table.md}. */
  void write() {
    try {
      Files.writeString(JavaProcess.directory("").resolve("table.md"), markdown());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String markdown() {
    return Stream.concat(
            Stream.of(
                "| measured | Meanwhile | against | ratio | goal | reached |",
                "| --- | --- | --- | --- | --- | --- |"),
            Stream.concat(figures.stream().map(Figure::row), Stream.of("", method())))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String method() {
    return """
        Median (least–most) of %d, measured in turns. %d processors (%s), %s, JVM %s with %s for every contender.
        Meanwhile: the WAR on Payara Micro with %s.
        PostgreSQL 16.6 with %s, else its defaults: one server, a database for each contender.
        """
        .formatted(
            Sizes.repetitions(),
            Runtime.getRuntime().availableProcessors(),
            processor(),
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            System.getProperty("java.version"),
            String.join(" ", Stage.FLAGS),
            settings(Stage.SETTINGS),
            settings(Postgres.SETTINGS));
  }

  private static String settings(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(e -> "`" + e.getKey() + "=" + e.getValue() + "`")
        .collect(Collectors.joining(", "));
  }

  private static String processor() {
    Path file = Path.of("/proc/cpuinfo");
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}

package org.meanwhile.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules about source files: their size, their characters, and their packages. */
class TidyTest {
  private static final Path MAIN = Path.of("src", "main", "java");
  private static final Path TEST = Path.of("src", "test", "java");
  private static final Path BENCH = Path.of("src", "bench", "java");
  private static final Path TESTKIT = Path.of("src", "testkit", "java");
  private static final int LONGEST_LINES = 400;

  /** Each word is split in two, or this file would match. */
  private static final Pattern LATER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

  private static final Pattern TIMER =
      Pattern.compile("new TimerConfig\\(([^;]*?)\\)\\s*[;,)]", Pattern.DOTALL);

  @Test
  void files_stay_small() {
    assertThat(explained().filter(file -> text(file).lines().count() > LONGEST_LINES)).isEmpty();
  }

  @Test
  void nothing_is_left_for_later() {
    assertThat(all().filter(file -> LATER.matcher(text(file)).find())).isEmpty();
  }

  @Test
  void there_are_no_tabs_and_no_windows_lines() {
    assertThat(all().filter(file -> text(file).contains("\t") || text(file).contains("\r")))
        .isEmpty();
  }

  @Test
  void every_package_explains_itself() {
    List<Path> packages = explained().map(Path::getParent).distinct().toList();

    assertThat(packages).isNotEmpty();
    assertThat(packages)
        .filteredOn(directory -> !Files.exists(directory.resolve("package-info.java")))
        .isEmpty();
  }

  @Test
  void timers_made_by_hand_are_not_persistent() {
    List<String> persistent =
        sources(MAIN)
            .flatMap(file -> TIMER.matcher(text(file)).results())
            .map(found -> found.group(1))
            .filter(arguments -> !arguments.strip().endsWith("false"))
            .toList();

    assertThat(persistent).isEmpty();
  }

  private static Stream<Path> all() {
    return Stream.concat(explained(), sources(TEST));
  }

  private static Stream<Path> explained() {
    return Stream.of(MAIN, BENCH, TESTKIT).flatMap(TidyTest::sources);
  }

  private static Stream<Path> sources(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return new TreeSet<>(files.filter(file -> file.toString().endsWith(".java")).toList())
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

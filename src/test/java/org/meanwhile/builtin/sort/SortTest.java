package org.meanwhile.builtin.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanwhile.builtin.FakeTask;
import org.meanwhile.operation.BackgroundRun;
import org.meanwhile.operation.PermanentFailure;

class SortTest {
  private static final int MIN_MEMORY_BYTES = 64 * 1024;

  /** The order of {@code String} itself is that of UTF-16 units. */
  private static final Comparator<String> BY_CODE_POINTS =
      (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  @TempDir Path temp;
  private FakeTask task;
  private Path file;

  @BeforeEach
  void createTask() throws IOException {
    file = temp.resolve("lines.txt");
    task = new FakeTask(Files.createDirectory(temp.resolve("task"))).withFile(file);
  }

  private Path run(boolean unique, boolean descending, int memoryBytes) throws Exception {
    new Sort().run(new Sort.Input(unique, descending, memoryBytes), task);
    assertThat(task.scratch()).isEmptyDirectory();
    return task.result();
  }

  private FakeTask task(String name) throws IOException {
    return new FakeTask(Files.createDirectory(temp.resolve(name))).withFile(file);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String sorted(String text) throws Exception {
    Files.writeString(file, text);
    return Files.readString(run(false, false, MIN_MEMORY_BYTES));
  }

  @Test
  void lines_come_in_the_order_of_their_code_points() throws Exception {
    // U+FF5E comes before U+1F600, though not in UTF-16.
    assertThat(sorted("b\n😀\n～\né\nz\na\n\nB\n")).isEqualTo("\nB\na\nb\nz\né\n～\n😀\n");
    assertThat(task.mediaType()).isEqualTo("text/plain; charset=utf-8");
    assertThat(task.fileName()).isEqualTo("lines.txt");
  }

  @Test
  void an_empty_file_stays_empty() throws Exception {
    assertThat(sorted("")).isEmpty();
  }

  @Test
  void a_last_line_without_a_line_feed_gets_one() throws Exception {
    assertThat(sorted("b\na")).isEqualTo("a\nb\n");
  }

  @Test
  void crlf_ends_a_line_as_lf_does_but_a_lone_cr_does_not() throws Exception {
    assertThat(sorted("b\r\na\r\nx\ry\nc\r\r\n\r\n")).isEqualTo("\na\nb\nc\r\nx\ry\n");
  }

  @Test
  void a_byte_order_mark_is_dropped_at_the_beginning_of_the_file_only() throws Exception {
    assertThat(sorted("\uFEFFb\n\uFEFFa\n")).isEqualTo("b\n\uFEFFa\n");
  }

  @Test
  void a_line_comes_before_the_lines_that_it_is_a_prefix_of() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int length = 0; length < 20; length++) {
      lines.add("a".repeat(length));
      lines.add("a".repeat(length) + "\0");
      lines.add("a".repeat(length) + "\0\0");
    }
    List<String> expected = lines.stream().sorted(BY_CODE_POINTS).toList();
    Collections.shuffle(lines, new Random(1));
    assertThat(sorted(String.join("\n", lines)).lines().toList()).isEqualTo(expected);
  }

  @Test
  void equal_lines_are_kept_once_when_unique() throws Exception {
    Files.writeString(file, "b\r\na\nb\n\na\nb");
    assertThat(Files.readString(run(true, false, MIN_MEMORY_BYTES))).isEqualTo("\na\nb\n");
  }

  @Test
  void descending_order_is_the_reverse_of_ascending_order() throws Exception {
    Files.writeString(file, "b\nc\na\nb\n");
    assertThat(Files.readString(run(false, true, MIN_MEMORY_BYTES))).isEqualTo("c\nb\nb\na\n");
  }

  @Test
  void text_that_is_not_utf_8_is_refused_with_its_line() throws Exception {
    Files.write(file, "fine\né\nbad \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> run(false, false, MIN_MEMORY_BYTES))
        .isInstanceOf(PermanentFailure.class)
        .hasMessage("Line 2 is not UTF-8.");
  }

  @Test
  void a_character_cut_off_at_the_end_of_a_line_is_not_utf_8() throws Exception {
    Files.write(file, new byte[] {'a', '\n', 'x', (byte) 0xC3, '\n'});
    assertThatThrownBy(() -> run(false, false, MIN_MEMORY_BYTES))
        .hasMessage("Line 2 is not UTF-8.");
  }

  @Test
  void a_line_may_be_a_quarter_of_the_memory_and_no_longer() throws Exception {
    String longest = "x".repeat(MIN_MEMORY_BYTES / 4);
    Files.writeString(file, (longest + "\n").repeat(40) + "a\n");
    assertThat(Files.readString(run(false, false, MIN_MEMORY_BYTES)))
        .isEqualTo("a\n" + (longest + "\n").repeat(40));
    Files.writeString(file, "a\n" + longest + "x\n");
    task = new FakeTask(temp.resolve("task")).withFile(file);
    assertThatThrownBy(() -> run(false, false, MIN_MEMORY_BYTES))
        .isInstanceOfSatisfying(
            PermanentFailure.class, e -> assertThat(e.code()).isEqualTo("line-too-long"))
        .hasMessageContaining("Line 2 is longer than 16384 bytes");
  }

  @Test
  void a_file_hundreds_of_times_the_memory_comes_out_sorted_and_whole() throws Exception {
    Checksum expected = writeRandomLines(400_000, new Random(7));
    assertThat(Files.size(file)).isGreaterThan(200L * MIN_MEMORY_BYTES);
    Path output = run(false, false, MIN_MEMORY_BYTES);
    assertThat(checksumOfSorted(output, Comparator.naturalOrder())).isEqualTo(expected);
    List<FakeTask.Progress> progress = task.progress();
    assertThat(progress.stream().map(FakeTask.Progress::done).toList()).isSorted();
    assertThat(task.lastProgress())
        .isEqualTo(new FakeTask.Progress(2 * Files.size(file), 2 * Files.size(file), "bytes"));
  }

  @Test
  void unique_and_descending_hold_over_many_runs() throws Exception {
    TreeSet<String> expected = new TreeSet<>(BY_CODE_POINTS);
    Random random = new Random(3);
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int i = 0; i < 200_000; i++) {
        String line = "2026-11-" + random.nextInt(10, 30) + " é " + random.nextInt(5000);
        expected.add(line);
        writer.write(line + "\n");
      }
    }
    Path output = run(true, true, MIN_MEMORY_BYTES);
    assertThat(Files.readAllLines(output)).isEqualTo(List.copyOf(expected.descendingSet()));
  }

  @Test
  void common_beginnings_and_many_equal_lines_are_sorted_in_memory() throws Exception {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      lines.add("x".repeat(random.nextInt(60)) + (char) ('a' + random.nextInt(3)));
    }
    Files.write(file, lines);
    assertThat(Files.readAllLines(run(false, false, 64 << 20)))
        .isEqualTo(lines.stream().sorted().collect(Collectors.toList()));
  }

  @Test
  void cancelling_ends_the_reading() throws Exception {
    writeRandomLines(100_000, new Random(1));
    task.onProgress(progress -> cancelFrom(progress, 1_000_000));
    assertThatThrownBy(() -> run(false, false, MIN_MEMORY_BYTES))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(task.lastProgress().done()).isLessThan(1_200_000);
  }

  @Test
  void cancelling_ends_the_merging() throws Exception {
    writeRandomLines(100_000, new Random(1));
    long size = Files.size(file);
    task.onProgress(progress -> cancelFrom(progress, size + size / 2));
    assertThatThrownBy(() -> run(false, false, MIN_MEMORY_BYTES))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(task.lastProgress().done()).isLessThan(2 * size);
  }

  @Test
  void a_job_without_a_file_fails() throws Exception {
    task = new FakeTask(temp);
    assertThatThrownBy(() -> run(false, false, MIN_MEMORY_BYTES))
        .hasMessage("There is no file to sort.");
  }

  private void cancelFrom(FakeTask.Progress progress, long done) {
    if (progress.done() >= done) {
      task.cancel();
    }
  }

  /** The number of lines and the sum of their hashes: equal for equal lines in any order. */
  private record Checksum(long lines, long hashes) {
    Checksum plus(String line) {
      long hash = line.hashCode() * 0x9E3779B97F4A7C15L + line.length();
      return new Checksum(lines + 1, hashes + (hash ^ hash >>> 29) * 0xBF58476D1CE4E5B9L);
    }
  }

  private Checksum writeRandomLines(int count, Random random) throws IOException {
    Checksum sum = new Checksum(0, 0);
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      for (int i = 0; i < count; i++) {
        String line =
            random
                .ints(random.nextInt(80), ' ', '~')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        sum = sum.plus(line);
        writer.write(line + "\n");
      }
    }
    return sum;
  }

  private static Checksum checksumOfSorted(Path output, Comparator<String> order)
      throws IOException {
    Checksum sum = new Checksum(0, 0);
    try (BufferedReader reader = Files.newBufferedReader(output)) {
      String previous = "";
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        assertThat(order.compare(previous, line)).isNotPositive();
        sum = sum.plus(line);
        previous = line;
      }
    }
    return sum;
  }

  @Test
  void sorts_wait_for_their_share_of_the_memory() throws Exception {
    Files.writeString(file, "b\na\n".repeat(100_000));
    Sort oneAtATime = new Sort(4 * MIN_MEMORY_BYTES);
    CountDownLatch mayFinish = new CountDownLatch(1);
    CountDownLatch started = new CountDownLatch(1);
    BackgroundRun first =
        BackgroundRun.of(
            () -> {
              FakeTask task =
                  task("first")
                      .onProgress(p -> started.countDown())
                      .onOutput(() -> awaitQuietly(mayFinish));
              oneAtATime.run(new Sort.Input(false, false, MIN_MEMORY_BYTES), task);
            });
    started.await();
    CompletableFuture<FakeTask> secondTask = new CompletableFuture<>();
    BackgroundRun second =
        BackgroundRun.of(
            () -> {
              FakeTask task = task("second");
              secondTask.complete(task);
              oneAtATime.run(new Sort.Input(false, false, MIN_MEMORY_BYTES), task);
            });
    FakeTask waitingTask = secondTask.get();
    Awaitility.await("the second sort reports that it waits, and waits")
        .until(
            () ->
                waitingTask.messages().equals(List.of("waiting for memory"))
                    && second.thread().getState() == Thread.State.WAITING);
    assertThat(waitingTask.progress()).isEmpty();
    mayFinish.countDown();
    assertThat(first.failure().get()).isNull();
    assertThat(second.failure().get()).isNull();
    assertThat(waitingTask.lastProgress().done()).isEqualTo(2 * Files.size(file));
  }
}

package org.meanwhile.builtin.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanwhile.builtin.FakeTask;
import org.meanwhile.operation.PermanentFailure;

class BackupTest {
  @TempDir Path temp;
  private Path root;
  private FakeTask task;

  @BeforeEach
  void createTree() throws IOException {
    root = Files.createDirectory(temp.resolve("root"));
    task = new FakeTask(Files.createDirectory(temp.resolve("task")));
  }

  private Map<String, String> run(List<String> include, List<String> exclude) throws Exception {
    new Backup(() -> Map.of("docs", root)).run(new Backup.Input("docs", include, exclude), task);
    Map<String, String> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(task.result().toFile())) {
      for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
        ZipEntry entry = e.nextElement();
        try (InputStream in = zip.getInputStream(entry)) {
          String previous =
              entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
          assertThat(previous).as("two entries %s", entry.getName()).isNull();
        }
      }
    }
    return entries;
  }

  private Map<String, String> run() throws Exception {
    return run(List.of(), List.of());
  }

  private Path write(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private String comment() throws IOException {
    try (ZipFile zip = new ZipFile(task.result().toFile())) {
      return zip.getComment();
    }
  }

  private static int exitCode(Path directory, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor();
  }

  private static void assumeProgram(String name) {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin", name)), name + " is not installed");
  }

  @Test
  void thousands_of_files_are_all_in_the_archive() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    for (int i = 0; i < 5000; i++) {
      String name = "d" + i % 7 + "/e" + i % 3 + "/file " + i + ".txt";
      write(name, "content " + i);
      expected.put(name, "content " + i);
    }
    for (int i = 0; i < 2500; i++) {
      write("wide/" + i, "");
      expected.put("wide/" + i, "");
    }
    Map<String, String> entries = run();
    entries.keySet().removeIf(name -> name.endsWith("/"));
    assertThat(entries).isEqualTo(expected);
    assertThat(task.mediaType()).isEqualTo("application/zip");
    assertThat(task.fileName()).isEqualTo("docs.zip");
    assertThat(task.lastMessage()).isEqualTo("7500 files");
    FakeTask.Progress last = task.lastProgress();
    assertThat(last.done()).isEqualTo(last.total()).isPositive();
  }

  @Test
  void empty_directories_times_and_permissions_are_kept() throws Exception {
    Files.createDirectories(root.resolve("empty/inner"));
    Path script = write("script", "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x--x"));
    Instant modified = Instant.parse("2001-02-03T04:05:07Z");
    Files.setLastModifiedTime(script, FileTime.from(modified));
    assertThat(run().keySet()).containsExactly("empty/", "empty/inner/", "script");
    try (ZipFile zip = new ZipFile(task.result().toFile())) {
      assertThat(zip.getEntry("script").getLastModifiedTime().toInstant()).isEqualTo(modified);
    }
    assumeProgram("unzip");
    assertThat(exitCode(temp, "unzip", "-q", task.result().toString(), "-d", "u")).isZero();
    assertThat(Files.getPosixFilePermissions(temp.resolve("u/script")))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x--x"));
  }

  @Test
  void unusual_names_are_kept_or_escaped() throws Exception {
    write("line\nfeed", "1");
    write("-rf", "2");
    write("..\\..\\evil", "3");
    write("C:evil", "4");
    write("ünï/日本語 😀", "5");
    write("...", "6");
    write("n".repeat(255), "7");
    write("a:b", "8");
    write("back\\slash", "9");
    write("back%5Cslash", "10");
    write("C%3Aevil", "11");
    write("d/e:f", "12");
    Map<String, String> entries = run();
    assertThat(entries)
        .containsOnly(
            Map.entry("line\nfeed", "1"),
            Map.entry("-rf", "2"),
            Map.entry("..%5C..%5Cevil", "3"),
            Map.entry("C%3Aevil", "4"),
            Map.entry("ünï/", ""),
            Map.entry("ünï/日本語 😀", "5"),
            Map.entry("...", "6"),
            Map.entry("n".repeat(255), "7"),
            Map.entry("a%3Ab", "8"),
            Map.entry("back%5Cslash", "9"),
            Map.entry("back%255Cslash", "10"),
            Map.entry("C%253Aevil", "11"),
            Map.entry("d/", ""),
            Map.entry("d/e%3Af", "12"));
  }

  @Test
  void a_name_that_is_not_utf_8_is_escaped() throws Exception {
    Path odd = Path.of(URI.create(root.toUri() + "caf%E9"));
    Files.writeString(odd, "x");
    write("caf%E9", "y");
    assertThat(run()).containsOnly(Map.entry("caf%E9", "x"), Map.entry("caf%25E9", "y"));
  }

  @Test
  void globs_match_names_as_they_are_in_the_tree() throws Exception {
    write("100 %/a\\b", "x");
    write("100 %/c", "x");
    assertThat(run(List.of("100 %/a\\\\b"), List.of()).keySet()).containsExactly("100 %25/a%5Cb");
  }

  @Test
  void a_link_leads_to_the_entry_of_an_escaped_name() throws Exception {
    write("100 %/a\\b", "x");
    Files.createSymbolicLink(root.resolve("link"), Path.of("100 %/a\\b"));
    assertThat(run()).containsEntry("link", "100 %25/a%5Cb").containsKey("100 %25/a%5Cb");
  }

  @Test
  void links_that_stay_in_the_tree_are_links_and_others_are_left_out() throws Exception {
    write("d/file", "inside");
    Files.writeString(temp.resolve("secret"), "secret");
    Files.createSymbolicLink(root.resolve("d/up"), Path.of("../d/file"));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("."));
    Files.createSymbolicLink(root.resolve("self"), Path.of("self"));
    Files.createSymbolicLink(root.resolve("out"), Path.of("../secret"));
    Files.createSymbolicLink(root.resolve("absolute"), temp);
    Files.createSymbolicLink(root.resolve("sly"), Path.of("d/../../secret"));
    assertThat(run())
        .containsOnly(
            Map.entry("d/", ""),
            Map.entry("d/file", "inside"),
            Map.entry("d/up", "../d/file"),
            Map.entry("loop", "."),
            Map.entry("self", "self"));
    assertThat(task.lastMessage()).isEqualTo("4 files; 3 left out, a link that leads out");
    assertThat(comment()).contains("leads out: sly").doesNotContain(temp.toString());
    assumeProgram("unzip");
    assertThat(exitCode(temp, "unzip", "-q", task.result().toString(), "-d", "u")).isZero();
    assertThat(Files.readSymbolicLink(temp.resolve("u/d/up"))).isEqualTo(Path.of("../d/file"));
  }

  @Test
  void a_fifo_is_left_out_without_waiting_for_its_writer() throws Exception {
    assumeProgram("mkfifo");
    write("a", "x");
    assertThat(exitCode(root, "mkfifo", "fifo")).isZero();
    assertThat(run().keySet()).containsExactly("a");
    assertThat(task.lastMessage()).contains("1 left out, neither file");
  }

  @Test
  void an_unreadable_file_or_directory_is_left_out_and_named() throws Exception {
    write("a", "x");
    Path file = write("closed", "x");
    Path directory = Files.createDirectory(root.resolve("shut"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "this user reads everything");
    assertThat(run().keySet()).containsExactly("a", "shut/");
    assertThat(task.lastMessage()).isEqualTo("1 files; 2 could not be read");
    assertThat(comment()).contains("could not be read: closed", "could not be read: shut");
  }

  @Test
  void a_file_that_vanishes_or_changes_is_reported_and_the_rest_is_kept() throws Exception {
    write("a", "first");
    Path growing = write("b", "x".repeat(200_000));
    Path shrinking = write("c", "y".repeat(200_000));
    Path vanishing = write("d", "gone");
    write("e", "last");
    task.onProgress(
        progress -> {
          try {
            if (progress.done() == 5) {
              Files.deleteIfExists(vanishing);
            } else if (progress.done() == 5 + 65_536) {
              Files.writeString(growing, "more", StandardOpenOption.APPEND);
            } else if (progress.done() == 5 + 200_000 + 65_536) {
              Files.writeString(shrinking, "y");
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    Map<String, String> entries = run();
    assertThat(entries.keySet()).containsExactly("a", "b", "c", "e");
    assertThat(entries.get("b")).isEqualTo("x".repeat(200_000));
    assertThat(entries.get("c")).isEqualTo("y".repeat(65_536));
    assertThat(entries.get("e")).isEqualTo("last");
    assertThat(task.lastMessage()).isEqualTo("4 files; 1 vanished; 2 changed while it was read");
  }

  @Test
  void includes_select_names_and_excludes_win_over_them() throws Exception {
    write("a.txt", "");
    write("b.log", "");
    write("docs/deep/c", "");
    write("docs/cache/d", "");
    write("x/cache/e.txt", "");
    write("x/f.txt", "");
    assertThat(run(List.of("**/*.txt", "docs"), List.of("**/cache")).keySet())
        .containsExactly("a.txt", "docs/", "docs/deep/", "docs/deep/c", "x/f.txt");
  }

  @Test
  void a_missing_root_fails_without_its_path() throws Exception {
    Files.delete(root);
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            PermanentFailure.class, e -> assertThat(e.code()).isEqualTo("source-unavailable"))
        .hasMessageNotContaining(temp.toString());
  }

  @Test
  void a_source_that_this_node_does_not_know_fails() {
    Backup backup = new Backup(Map::of);
    assertThatThrownBy(() -> backup.run(new Backup.Input("docs", null, null), task))
        .isInstanceOfSatisfying(
            PermanentFailure.class, e -> assertThat(e.code()).isEqualTo("unknown-source"));
  }

  @Test
  void cancelling_ends_a_backup_in_the_middle_of_a_file() throws Exception {
    write("a", "x".repeat(1_000_000));
    task.onProgress(progress -> task.cancel());
    assertThatThrownBy(this::run).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(task.lastProgress().done()).isEqualTo(65_536);
  }

  @Test
  void cancelling_before_the_central_directory_is_written_cancels_the_job() throws Exception {
    write("a", "x");
    task.onProgress(progress -> task.cancel());
    assertThatThrownBy(this::run).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}

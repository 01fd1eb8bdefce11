package org.meanwhile.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanwhile.platform.TreeDeletion;

class ScratchTest {
  private static final UUID JOB = UUID.randomUUID();
  private static final int SWAPPED = 5;

  @TempDir Path parent;

  @Test
  void a_start_deletes_the_directories_of_a_dead_process() throws Exception {
    Path left = leftBehind("1-1-");

    new Scratch(parent).open();

    assertThat(left).doesNotExist();
  }

  @Test
  void a_start_keeps_the_directories_of_a_living_process() throws Exception {
    Path held = leftBehind("2-2-");
    Process other = holdingLockOf(held);
    try {
      new Scratch(parent).open();
      assertThat(held.resolve("run/file")).exists();
    } finally {
      other.destroyForcibly().waitFor();
    }

    new Scratch(parent).open();
    assertThat(held).doesNotExist();
  }

  @Test
  void a_start_keeps_the_directories_of_another_deployment_in_this_process() throws Exception {
    Scratch other = new Scratch(parent);
    Path run = other.directory(JOB);

    new Scratch(parent).open();
    assertThat(run).exists();

    other.close();
    assertThat(run).doesNotExist();
  }

  @Test
  void a_start_deletes_scratch_directories_only() throws Exception {
    Path stranger = Files.createDirectory(parent.resolve("meanwhile-of-another-kind"));
    Path beingMade = Files.createDirectory(parent.resolve("meanwhile-scratch-3-3-x"));

    new Scratch(parent).open();

    assertThat(stranger).exists();
    assertThat(beingMade).as("not locked yet").exists();
  }

  @Test
  void closing_deletes_the_directories_of_this_process() throws Exception {
    Scratch scratch = new Scratch(parent);
    scratch.open();
    Files.writeString(scratch.directory(JOB).resolve("file"), "left");

    scratch.close();

    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void links_are_deleted_and_not_followed() throws Exception {
    Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
    Path outside = Files.writeString(elsewhere.resolve("outside"), "stays");
    Path directory = Files.createDirectories(parent.resolve("run/inner"));
    Files.createSymbolicLink(directory.resolve("link"), outside);
    Files.createSymbolicLink(directory.resolve("directory"), elsewhere);

    Scratch.delete(parent.resolve("run"));

    assertThat(parent.resolve("run")).doesNotExist();
    assertThat(outside).exists();
  }

  /** Each round is a race that a deletion by path loses now and then. */
  @Test
  void a_directory_that_is_swapped_for_a_link_meanwhile_is_not_followed() throws Exception {
    Path outside = Files.createDirectory(parent.resolve("outside"));
    Path link = Files.createSymbolicLink(parent.resolve("link"), outside);
    Path run = parent.resolve("run");
    AtomicBoolean over = new AtomicBoolean();
    Thread swapper = new Thread(() -> swapUntil(over, run, link));
    swapper.start();
    try {
      Path file = Files.writeString(outside.resolve("file"), "stays");
      for (int round = 0; round < 100; round++) {
        for (int i = 0; i < SWAPPED; i++) {
          Files.createDirectories(run.resolve("inner" + i));
        }
        TreeDeletion.delete(run);
        assertThat(file).as("round " + round).exists();
      }
    } finally {
      over.set(true);
      swapper.join();
    }
  }

  /** Replaces directories of the run by links to elsewhere, as a program that it left may. */
  private static void swapUntil(AtomicBoolean over, Path run, Path link) {
    for (int i = 0; !over.get(); i = (i + 1) % SWAPPED) {
      try {
        Path inner = run.resolve("inner" + i);
        Files.move(inner, run.resolve("moved" + i));
        Files.createSymbolicLink(inner, Files.readSymbolicLink(link));
      } catch (IOException e) {
        // It was deleted at this moment, or the run has not begun.
      }
    }
  }

  @Test
  void a_directory_that_is_gone_is_deleted() {
    assertThat(TreeDeletion.delete(parent.resolve("nothing"))).isNull();
    assertThat(TreeDeletion.delete(parent.resolve("nothing/below"))).isNull();
  }

  @Test
  void a_directory_without_permissions_is_deleted_too() throws Exception {
    Path closed = Files.createDirectories(parent.resolve("run/closed"));
    Files.writeString(closed.resolve("file"), "inside");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

    Scratch.delete(parent.resolve("run"));

    assertThat(parent.resolve("run")).doesNotExist();
  }

  private Path leftBehind(String process) throws IOException {
    Path directory = Files.createDirectory(parent.resolve("meanwhile-scratch-" + process + "x"));
    Files.createFile(directory.resolve("lock"));
    Files.createDirectory(directory.resolve("run"));
    Files.writeString(directory.resolve("run/file"), "runs");
    return directory;
  }

  /** Starts another process that locks the file; returns once it has the lock. */
  private static Process holdingLockOf(Path directory) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.resolve("lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.getInputStream().read()).as("the process reports the lock").isEqualTo('l');
    return process;
  }

  /** The main class of the other process. */
  static final class Holder {
    public static void main(String[] arguments) throws Exception {
      try (FileChannel channel =
          FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
        channel.lock();
        System.out.print('l');
        System.out.flush();
        new CountDownLatch(1).await(1, TimeUnit.MINUTES);
      }
    }
  }
}

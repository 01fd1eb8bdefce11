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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
  private static final UUID JOB = UUID.randomUUID();

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

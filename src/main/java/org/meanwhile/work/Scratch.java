package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The scratch directories of this node's runs, below a home directory of this process alone.
 *
 * <p>A crash leaves them behind, so the next start deletes the homes of processes that have ended.
 * A process holds a lock on a file in its home for as long as it lives, however it ends. The lock
 * tells living from dead also where containers share a disk but not their process ids.
 */
@ApplicationScoped
public class Scratch {
  private static final System.Logger LOG = System.getLogger(Scratch.class.getName());
  private static final String PREFIX = "meanwhile-scratch-";
  private static final String LOCK = "lock";

  private final Path parent;
  private Path home;
  private FileChannel lock;

  /** Scratch space below the JVM's temporary directory. */
  public Scratch() {
    this(Path.of(System.getProperty("java.io.tmpdir")));
  }

  Scratch(Path parent) {
    this.parent = parent;
  }

  /**
   * Deletes the homes of dead processes. A failure is only logged: most operations need no scratch
   * space.
   */
  void open() {
    try {
      deleteAbandoned();
      // Classes that were not loaded before a shutdown may not be loaded during it.
      delete(directory(new UUID(0, 0)));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "scratch space cannot be used: " + e);
    }
  }

  /** Makes an empty directory for a run. */
  synchronized Path directory(UUID job) throws IOException {
    if (home == null) {
      home = Files.createTempDirectory(parent, PREFIX + process());
      lock =
          FileChannel.open(home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock.lock();
    }
    return Files.createTempDirectory(home, job + "-");
  }

  /** Deletes the home of this process with all in it. */
  synchronized void close() {
    if (home != null) {
      delete(home);
      release(lock);
      home = null;
    }
  }

  private void deleteAbandoned() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path directory : found) {
        if (isAbandoned(directory)) {
          delete(directory);
        }
      }
    }
  }

  /**
   * Never tries the lock of another deployment in this same process: POSIX locks belong to the
   * process, so closing the file afterwards would release that deployment's lock.
   */
  private static boolean isAbandoned(Path directory) {
    if (directory.getFileName().toString().startsWith(PREFIX + process())) {
      return false;
    }
    Path file = directory.resolve(LOCK);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      // Its process is making it at this moment.
      return false;
    }
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock free = channel.tryLock()) {
      return free != null;
    } catch (IOException e) {
      // It belongs to another user.
      return false;
    }
  }

  /** Names this process, also among those that had its process id before. */
  private static String process() {
    RuntimeMXBean jvm = ManagementFactory.getRuntimeMXBean();
    return jvm.getPid() + "-" + jvm.getStartTime() + "-";
  }

  /**
   * Deletes a directory with all in it, as far as possible. Links are deleted, not followed, also
   * when something that still runs in the directory makes them meanwhile. What is left is logged.
   */
  static void delete(Path directory) {
    IOException failure = TreeDeletion.delete(directory);
    if (failure != null) {
      LOG.log(Level.WARNING, "a scratch directory could not be deleted: " + directory, failure);
    }
  }

  private static void release(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the lock of the scratch space could not be released", e);
    }
  }
}

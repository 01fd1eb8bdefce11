package org.meanwhile.platform;

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
import org.jspecify.annotations.Nullable;

/**
 * A directory for files that are worth nothing once this process has ended. No other process or
 * deployment uses it, and no other user of the machine can enter it. Thread-safe.
 *
 * <p>A crash leaves it behind, so the next start deletes the directories of processes that have
 * ended. A process holds a lock on a file in its directory for as long as it lives, however it
 * ends. The lock tells living from dead also where containers share a disk but not their process
 * ids.
 */
public final class ProcessDirectory {
  private static final System.Logger LOG = System.getLogger(ProcessDirectory.class.getName());
  private static final String LOCK = "lock";

  private final Path parent;
  private final String prefix;
  private @Nullable Path home;
  private @Nullable FileChannel lock;

  /**
   * Creates nothing yet.
   *
   * @param prefix what the name of each such directory begins with; no other files do
   */
  public ProcessDirectory(Path parent, String prefix) {
    this.parent = parent;
    this.prefix = prefix;
  }

  /** Returns the directory, with the permissions {@code rwx------} and a lock file when new. */
  public synchronized Path home() throws IOException {
    if (home == null) {
      Path made = Files.createTempDirectory(parent, prefix + process());
      FileChannel file =
          FileChannel.open(made.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      file.lock();
      lock = file;
      home = made;
    }
    return home;
  }

  /** Deletes the directory with all in it. The next {@link #home} makes another. */
  public synchronized void close() {
    if (home != null) {
      delete(home);
      home = null;
    }
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "the lock of a directory could not be released", e);
      }
      lock = null;
    }
  }

  /** Deletes the directories of processes that have ended. */
  public void deleteAbandoned() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, prefix + "*")) {
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
  private boolean isAbandoned(Path directory) {
    if (directory.getFileName().toString().startsWith(prefix + process())) {
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
  public static void delete(Path directory) {
    IOException failure = TreeDeletion.delete(directory);
    if (failure != null) {
      LOG.log(Level.WARNING, "a directory could not be deleted: " + directory, failure);
    }
  }
}

package org.meanwhile.work;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * The directories of this node's runs, below one that belongs to this process alone.
 *
 * <p>A crash leaves them behind, so the next start deletes those of processes that are no more. A
 * process holds a lock on a file in its directory as long as it lives, and no longer, however it
 * ends: that tells them apart, also where containers share a disk but not their process ids.
 */
@ApplicationScoped
public class Scratch {
  private static final System.Logger LOG = System.getLogger(Scratch.class.getName());
  private static final String ALL = "meanwhile-scratch-";
  private static final String LOCK = "lock";

  private final Path parent;
  private Path home;
  private FileChannel lock;

  /** Below the JVM's temporary folder. */
  public Scratch() {
    this(Path.of(System.getProperty("java.io.tmpdir")));
  }

  Scratch(Path parent) {
    this.parent = parent;
  }

  /** Deletes what dead processes left. What fails is logged: a node can do without for a while. */
  void begin() {
    try {
      deleteAbandoned();
      // Classes that were not loaded before a shutdown may not be loaded during it.
      delete(directory(new UUID(0, 0)));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "no scratch space: " + e);
    }
  }

  /** An empty directory for a run. */
  synchronized Path directory(UUID job) throws IOException {
    if (home == null) {
      home = Files.createTempDirectory(parent, ALL + process());
      lock =
          FileChannel.open(home.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock.lock();
    }
    return Files.createTempDirectory(home, job + "-");
  }

  /** Deletes all of it, for this process needs it no longer. */
  synchronized void end() {
    if (home != null) {
      delete(home);
      close(lock);
      home = null;
    }
  }

  private void deleteAbandoned() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, ALL + "*")) {
      for (Path directory : found) {
        if (isAbandoned(directory)) {
          delete(directory);
        }
      }
    }
  }

  /**
   * Never asks about another deployment's in this same process: closing the file that was opened to
   * ask would give up that deployment's lock, for POSIX's locks are a process's.
   */
  private static boolean isAbandoned(Path directory) {
    if (directory.getFileName().toString().startsWith(ALL + process())) {
      return false;
    }
    Path file = directory.resolve(LOCK);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      // Being made this moment.
      return false;
    }
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock free = channel.tryLock()) {
      return free != null;
    } catch (IOException e) {
      // Another user's.
      return false;
    }
  }

  /** A process, among all that may have had its id. */
  private static String process() {
    RuntimeMXBean jvm = ManagementFactory.getRuntimeMXBean();
    return jvm.getPid() + "-" + jvm.getStartTime() + "-";
  }

  /**
   * Deletes a directory with all in it, as far as it can be; links are deleted, not followed, and
   * directories that a program has closed to all are opened.
   */
  static void delete(Path directory) {
    IOException failure = remove(directory);
    if (failure != null) {
      LOG.log(Level.WARNING, "left behind: " + directory, failure);
    }
  }

  /** The first that stood in the way; null when nothing did. */
  private static IOException remove(Path path) {
    IOException failure = null;
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        failure = removeAllIn(path);
      }
      if (failure == null) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      failure = e;
    }
    return failure;
  }

  private static IOException removeAllIn(Path directory) throws IOException {
    IOException failure = null;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path each : all) {
        IOException notGone = remove(each);
        failure = failure == null ? notGone : failure;
      }
    } catch (DirectoryIteratorException e) {
      failure = e.getCause();
    }
    return failure;
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a lock could not be given up", e);
    }
  }
}

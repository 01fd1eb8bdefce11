package org.meanwhile.api.download;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.meanwhile.platform.ProcessDirectory;

/**
 * The directory of the cached files. It belongs to this process, starts empty, and is deleted at
 * the end; a start deletes those that a crash has left. Thread-safe.
 */
final class CacheDirectory {
  private static final System.Logger LOG = System.getLogger(CacheDirectory.class.getName());
  private static final String MODE = "unix:mode";
  private static final int GROUP_ENTERS = 050;
  private static final Set<PosixFilePermission> GROUP_READS =
      PosixFilePermissions.fromString("rw-r-----");
  private static final Set<PosixFilePermission> OWNER_READS =
      PosixFilePermissions.fromString("rw-------");

  /** A tenth of the disk, at most. */
  private static final int LEFT_FREE = 10;

  private final Path parent;
  private final ProcessDirectory own;
  private final boolean forProxy;
  private volatile Path home;

  /**
   * Creates nothing yet.
   *
   * @param forProxy whether the group of the directory may read the files
   */
  CacheDirectory(Path parent, boolean forProxy) {
    this.parent = parent;
    this.own = new ProcessDirectory(parent, "meanwhile-downloads-");
    this.forProxy = forProxy;
  }

  /** Creates it, and its parent. A failure is logged: nothing is cached then. */
  void open() {
    try {
      Files.createDirectories(parent);
      own.deleteAbandoned();
      Path made = own.home();
      // Classes that were not loaded before a shutdown may not be loaded during it.
      ProcessDirectory.delete(Files.createTempDirectory(made, "rehearsal"));
      if (forProxy) {
        letGroupEnter(made);
      }
      home = made;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      LOG.log(Level.WARNING, "downloads are not kept as files: " + e);
    }
  }

  /** By the whole mode: the permissions alone would take away that files inherit the group. */
  private static void letGroupEnter(Path directory) throws IOException {
    int mode = (int) Files.getAttribute(directory, MODE);
    Files.setAttribute(directory, MODE, mode & 07777 | GROUP_ENTERS);
  }

  /** Deletes it with all files. Whoever has one open may go on to read it. */
  void close() {
    home = null;
    own.close();
  }

  /**
   * The path of a new file; empty when the directory is not open, or its disk is too full.
   *
   * @param leftBytes the disk keeps as many bytes free, but not more than a tenth of it
   */
  Optional<Path> pathOf(String name, long sizeBytes, long leftBytes) throws IOException {
    Path directory = home;
    if (directory == null) {
      return Optional.empty();
    }
    FileStore disk = Files.getFileStore(directory);
    long left = Math.min(leftBytes, disk.getTotalSpace() / LEFT_FREE);
    return disk.getUsableSpace() - sizeBytes < left
        ? Optional.empty()
        : Optional.of(directory.resolve(name));
  }

  /** Gives a whole file its last name. */
  Path keep(Path file, String name) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, forProxy ? GROUP_READS : OWNER_READS);
    }
    return Files.move(file, file.resolveSibling(name));
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a file of the download cache cannot be deleted: " + e);
    }
  }
}

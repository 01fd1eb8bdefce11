package org.meanwhile.database;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Protects the directory in which an embedded H2 keeps its files. The files hold the inputs and
 * outputs of all callers and the secrets of their callbacks; H2 creates them readable by every user
 * of the machine.
 */
final class DataDirectory {
  private static final System.Logger LOG = System.getLogger(DataDirectory.class.getName());

  private static final Pattern H2_URL =
      Pattern.compile("jdbc:h2:((?:[a-z]{2,}:)*)([^;]+)(;.*)?", Pattern.CASE_INSENSITIVE);

  /** Schemes of databases that are on another machine or in no directory. */
  private static final Pattern NOT_IN_DIRECTORY =
      Pattern.compile("(^|:)(mem|tcp|ssl|zip|classpath|memfs|memlzf|niomemfs|niomemlzf):");

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("------rwx");

  private DataDirectory() {}

  /**
   * Gives the files of a new database to its owner alone ({@code rw-------}), and their directory
   * too ({@code rwx------}) when it holds nothing else. A directory that others cannot enter keeps
   * its permissions: an administrator chose them. Does nothing for a database that is not in a
   * directory of this machine; logs a warning when permissions cannot be set.
   *
   * <p>The container connects before any code of the application runs, so the files exist before
   * they can be protected; the database is still empty then.
   *
   * @param url the JDBC URL, of any database
   */
  static void restrict(String url) {
    databaseFile(url).ifPresent(DataDirectory::restrict);
  }

  private static void restrict(Path database) {
    Path directory = database.getParent();
    if (directory == null
        || !directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try {
      boolean holdsOnlyDatabase = true;
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          if (file.getFileName().toString().startsWith(database.getFileName() + ".")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
          } else {
            holdsOnlyDatabase = false;
          }
        }
      }
      if (holdsOnlyDatabase
          && !Collections.disjoint(Files.getPosixFilePermissions(directory), OTHERS)) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "other users of this machine may be able to read the database's files: " + e);
    }
  }

  private static Optional<Path> databaseFile(String url) {
    Matcher h2 = H2_URL.matcher(url);
    if (!h2.matches() || NOT_IN_DIRECTORY.matcher(h2.group(1).toLowerCase(Locale.ROOT)).find()) {
      return Optional.empty();
    }
    String name = h2.group(2);
    try {
      Path path =
          name.startsWith("~/")
              ? Path.of(System.getProperty("user.home"), name.substring(2))
              : Path.of(name);
      return Optional.of(path.toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}

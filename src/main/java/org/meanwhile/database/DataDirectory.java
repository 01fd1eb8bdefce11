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
 * Where an embedded H2 keeps its file, with everybody's inputs, outputs and callbacks' secrets. H2
 * itself would let all users of the machine read it.
 */
final class DataDirectory {
  private static final System.Logger LOG = System.getLogger(DataDirectory.class.getName());

  private static final Pattern EMBEDDED =
      Pattern.compile("jdbc:h2:((?:[a-z]{2,}:)*)([^;]+)(;.*)?", Pattern.CASE_INSENSITIVE);

  /** On another machine, or in no directory. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("(^|:)(mem|tcp|ssl|zip|classpath|memfs|memlzf|niomemfs|niomemlzf):");

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("------rwx");

  private DataDirectory() {}

  /**
   * Closes what H2 has just made for a database that is empty yet: its files, and their directory
   * when there is nothing else in it. A directory that others cannot enter is left as somebody
   * wanted it.
   *
   * <p>The container connects before anything of the application runs, so this cannot be done
   * before; there is nothing in the file then.
   */
  static void close(String url) {
    of(url).ifPresent(DataDirectory::close);
  }

  private static void close(Path database) {
    Path directory = database.getParent();
    if (directory == null
        || !directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    try {
      boolean alone = true;
      try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
        for (Path each : all) {
          if (each.getFileName().toString().startsWith(database.getFileName() + ".")) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-------"));
          } else {
            alone = false;
          }
        }
      }
      if (alone && !Collections.disjoint(Files.getPosixFilePermissions(directory), OTHERS)) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "others may be able to read the database's file: " + e);
    }
  }

  private static Optional<Path> of(String url) {
    Matcher embedded = EMBEDDED.matcher(url);
    if (!embedded.matches()
        || ELSEWHERE.matcher(embedded.group(1).toLowerCase(Locale.ROOT)).find()) {
      return Optional.empty();
    }
    String file = embedded.group(2);
    try {
      Path path =
          file.startsWith("~/")
              ? Path.of(System.getProperty("user.home"), file.substring(2))
              : Path.of(file);
      return Optional.of(path.toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}

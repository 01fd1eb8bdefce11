package org.meanwhile.builtin.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.meanwhile.operation.PermanentFailure;
import org.meanwhile.operation.Task;

/**
 * Walks a tree from open directory to open directory, never by path and never through a link. A
 * directory that is swapped for a link before it is entered is not entered; a swap after that has
 * no effect on the walk.
 *
 * <p>Reads a thousand names of a directory at a time and sorts each thousand by the bytes of the
 * names: memory is bounded by the depth, and directories of up to a thousand files come in order.
 */
final class TreeWalk {
  /** Each level keeps two file descriptors open. Deeper directories are left out. */
  static final int MAX_DEPTH = 200;

  /** The length of a name in a zip archive is a 16-bit number. */
  static final int MAX_NAME_BYTES = 65_535;

  private static final int BATCH_NAMES = 1000;

  /** Called for everything that is found. An exception that it throws ends the walk. */
  interface Visitor {
    void file(FoundFile file) throws IOException;

    void link(FoundFile link) throws IOException;

    /** Called before the content of the directory. */
    void directory(FoundFile directory) throws IOException;

    void warning(BackupWarning warning, String name);
  }

  private final Path root;
  private final Selection selection;
  private final Task task;

  TreeWalk(Path root, Selection selection, Task task) {
    this.root = root;
    this.selection = selection;
    this.task = task;
  }

  /**
   * @throws PermanentFailure when the root cannot be opened, or the platform has no {@link
   *     SecureDirectoryStream}
   */
  void walk(Visitor visitor) throws IOException, PermanentFailure {
    try (SecureDirectoryStream<Path> stream = openRoot()) {
      descend(new OpenDirectory(stream, root, "", "", false, 1), visitor);
    }
  }

  /**
   * An open directory.
   *
   * @param prefix of its entries' names in the archive
   * @param plainPrefix of its files' names, which globs match
   * @param included whether an include covers all of its content
   */
  private record OpenDirectory(
      SecureDirectoryStream<Path> stream,
      Path path,
      String prefix,
      String plainPrefix,
      boolean included,
      int depth) {}

  private SecureDirectoryStream<Path> openRoot() throws IOException, PermanentFailure {
    DirectoryStream<Path> stream;
    try {
      stream = Files.newDirectoryStream(root);
    } catch (IOException e) {
      // The exception is not passed on: it names the path, which callers must not learn.
      throw new PermanentFailure("source-unavailable", "The source cannot be read.");
    }
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new PermanentFailure(
        "unsupported-platform", "This server's platform cannot walk a tree safely.");
  }

  private void descend(OpenDirectory directory, Visitor visitor) throws IOException {
    Iterator<Path> entries = directory.stream.iterator();
    List<Path> names = next(entries, directory, visitor);
    while (!names.isEmpty()) {
      for (Path name : names) {
        task.checkCanceled();
        visit(directory, name, visitor);
      }
      names = next(entries, directory, visitor);
    }
  }

  private static List<Path> next(Iterator<Path> entries, OpenDirectory directory, Visitor visitor) {
    List<Path> names = new ArrayList<>();
    try {
      while (names.size() < BATCH_NAMES && entries.hasNext()) {
        names.add(entries.next().getFileName());
      }
    } catch (DirectoryIteratorException e) {
      visitor.warning(BackupWarning.of(e.getCause()), directory.prefix);
    }
    Collections.sort(names);
    return names;
  }

  private void visit(OpenDirectory directory, Path fileName, Visitor visitor) throws IOException {
    String plainName = directory.plainPrefix + EntryName.plain(fileName);
    if (selection.excludes(plainName)) {
      return;
    }
    String name = directory.prefix + EntryName.of(fileName);
    boolean included = directory.included || selection.includes(plainName);
    PosixFileAttributes attributes;
    try {
      attributes = FoundFile.attributes(directory.stream, fileName);
    } catch (IOException e) {
      visitor.warning(BackupWarning.of(e), name);
      return;
    }
    FoundFile found =
        new FoundFile(directory.stream, directory.path.resolve(fileName), name, attributes);
    if (attributes.isDirectory()) {
      enter(found, plainName, included, directory.depth, visitor);
    } else if (included) {
      visitEntry(found, visitor);
    }
  }

  private static void visitEntry(FoundFile found, Visitor visitor) throws IOException {
    if (isTooLong(found.name())) {
      visitor.warning(BackupWarning.NAME_TOO_LONG, found.name());
    } else if (found.attributes().isRegularFile()) {
      visitor.file(found);
    } else if (found.attributes().isSymbolicLink()) {
      visitor.link(found);
    } else {
      // A FIFO, socket or device: opening a FIFO would block until it has a writer.
      visitor.warning(BackupWarning.SPECIAL, found.name());
    }
  }

  private void enter(
      FoundFile found, String plainName, boolean included, int depth, Visitor visitor)
      throws IOException {
    if (depth >= MAX_DEPTH || isTooLong(found.name())) {
      visitor.warning(BackupWarning.TOO_DEEP, found.name());
      return;
    }
    if (included) {
      visitor.directory(found);
    }
    SecureDirectoryStream<Path> stream;
    try {
      stream = found.openDirectory();
    } catch (IOException e) {
      visitor.warning(BackupWarning.of(e), found.name());
      return;
    }
    try (stream) {
      descend(
          new OpenDirectory(
              stream, found.path(), found.name() + "/", plainName + "/", included, depth + 1),
          visitor);
    }
  }

  private static boolean isTooLong(String name) {
    // A Java char takes at most three bytes of UTF-8. A directory's slash needs one more byte.
    return name.length() >= MAX_NAME_BYTES / 3
        && name.getBytes(StandardCharsets.UTF_8).length >= MAX_NAME_BYTES;
  }
}

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
 * Walks a tree from open directory to open directory, never by path and never through a link: a
 * directory that is swapped for a link under way is not entered, and one that is swapped after it
 * was entered is not noticed.
 *
 * <p>Directories are read a thousand names at a time, each thousand in the order of the names'
 * bytes: memory is bounded by depth, and directories of up to a thousand files come out in order.
 */
final class TreeWalk {
  /** Each level keeps two file descriptors open. */
  static final int MAX_DEPTH = 200;

  /** What a zip archive can name. */
  static final int MAX_NAME_BYTES = 65_535;

  private static final int BATCH = 1000;

  /** Told of all that is found. What it throws ends the walk. */
  interface Visitor {
    void file(FoundFile file) throws IOException;

    void link(FoundFile link) throws IOException;

    /** Called before what is in it. */
    void directory(FoundFile directory) throws IOException;

    void remark(BackupWarning remark, String name);
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
   * @throws PermanentFailure when the root is not there, or the platform cannot walk safely
   */
  void walk(Visitor visitor) throws IOException, PermanentFailure {
    try (SecureDirectoryStream<Path> stream = openRoot()) {
      descend(new Place(stream, root, "", false, 1), visitor);
    }
  }

  /** An open directory; {@code taken} when an include covers all that is in it. */
  private record Place(
      SecureDirectoryStream<Path> stream, Path path, String prefix, boolean taken, int depth) {}

  private SecureDirectoryStream<Path> openRoot() throws IOException, PermanentFailure {
    DirectoryStream<Path> stream;
    try {
      stream = Files.newDirectoryStream(root);
    } catch (IOException e) {
      // The exception names the path, which is the server's matter.
      throw new PermanentFailure("source-unavailable", "The source cannot be read.");
    }
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new PermanentFailure(
        "unsupported-platform", "This server's platform cannot walk a tree safely.");
  }

  private void descend(Place place, Visitor visitor) throws IOException {
    Iterator<Path> entries = place.stream.iterator();
    List<Path> names = next(entries, place, visitor);
    while (!names.isEmpty()) {
      for (Path name : names) {
        task.checkCanceled();
        visit(place, name, visitor);
      }
      names = next(entries, place, visitor);
    }
  }

  private static List<Path> next(Iterator<Path> entries, Place place, Visitor visitor) {
    List<Path> names = new ArrayList<>();
    try {
      while (names.size() < BATCH && entries.hasNext()) {
        names.add(entries.next().getFileName());
      }
    } catch (DirectoryIteratorException e) {
      visitor.remark(BackupWarning.of(e.getCause()), place.prefix);
    }
    Collections.sort(names);
    return names;
  }

  private void visit(Place place, Path fileName, Visitor visitor) throws IOException {
    String name = place.prefix + EntryName.of(fileName, place.prefix.isEmpty());
    if (selection.excludes(name)) {
      return;
    }
    boolean taken = place.taken || selection.includes(name);
    PosixFileAttributes attributes;
    try {
      attributes = FoundFile.attributes(place.stream, fileName);
    } catch (IOException e) {
      visitor.remark(BackupWarning.of(e), name);
      return;
    }
    FoundFile found = new FoundFile(place.stream, place.path.resolve(fileName), name, attributes);
    if (attributes.isDirectory()) {
      enter(found, taken, place.depth, visitor);
    } else if (taken) {
      show(found, visitor);
    }
  }

  private static void show(FoundFile found, Visitor visitor) throws IOException {
    if (isTooLong(found.name())) {
      visitor.remark(BackupWarning.NAME_TOO_LONG, found.name());
    } else if (found.attributes().isRegularFile()) {
      visitor.file(found);
    } else if (found.attributes().isSymbolicLink()) {
      visitor.link(found);
    } else {
      // Opening a FIFO would wait for its writer.
      visitor.remark(BackupWarning.SPECIAL, found.name());
    }
  }

  private void enter(FoundFile found, boolean taken, int depth, Visitor visitor)
      throws IOException {
    if (depth >= MAX_DEPTH || isTooLong(found.name())) {
      visitor.remark(BackupWarning.TOO_DEEP, found.name());
      return;
    }
    if (taken) {
      visitor.directory(found);
    }
    SecureDirectoryStream<Path> stream;
    try {
      stream = found.openDirectory();
    } catch (IOException e) {
      visitor.remark(BackupWarning.of(e), found.name());
      return;
    }
    try (stream) {
      descend(new Place(stream, found.path(), found.name() + "/", taken, depth + 1), visitor);
    }
  }

  private static boolean isTooLong(String name) {
    // A character of Java is three bytes of UTF-8 at most; one byte is for a directory's slash.
    return name.length() >= MAX_NAME_BYTES / 3
        && name.getBytes(StandardCharsets.UTF_8).length >= MAX_NAME_BYTES;
  }
}

package org.meanwhile.builtin.backup;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributes;
import org.meanwhile.operation.Task;

/** Writes every file that the walk finds to the archive, and reports progress. */
final class Archiver implements TreeWalk.Visitor {
  private static final byte[] NO_CONTENT = {};

  private final ZipStream zip;
  private final Task task;
  private final TreeTotals expected;
  private final Report report;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
  private long bytes;

  Archiver(ZipStream zip, TreeTotals expected, Task task) {
    this.zip = zip;
    this.expected = expected;
    this.task = task;
    this.report = new Report(line -> task.log(Level.WARNING, line));
  }

  Report report() {
    return report;
  }

  @Override
  public void file(FoundFile file) throws IOException {
    SeekableByteChannel channel;
    try {
      channel = file.open();
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      report.add(BackupWarning.of(e), file.name());
      return;
    }
    try (channel) {
      // A file that grows while it is read, such as a log, would otherwise never end.
      long size = channel.size();
      zip.begin(ZipEntry.of(file, ZipEntry.FILE), size);
      boolean complete = copy(channel, size, file.name());
      zip.end();
      if (complete && hasChanged(file)) {
        report.add(BackupWarning.CHANGED, file.name());
      }
    }
    report.addFile();
    reportProgress();
  }

  /** Returns false when the file ended before {@code size} bytes; the report names it then. */
  private boolean copy(SeekableByteChannel channel, long size, String name) throws IOException {
    long remaining = size;
    while (remaining > 0) {
      task.checkCanceled();
      buffer.clear().limit((int) Math.min(remaining, buffer.capacity()));
      int length;
      try {
        length = channel.read(buffer);
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (IOException e) {
        report.add(BackupWarning.CUT_SHORT, name);
        return false;
      }
      if (length < 0) {
        report.add(BackupWarning.CHANGED, name);
        return false;
      }
      zip.write(buffer.array(), length);
      remaining -= length;
      bytes += length;
      reportProgress();
    }
    return true;
  }

  private static boolean hasChanged(FoundFile file) {
    try {
      PosixFileAttributes now = file.attributesNow();
      return now.size() != file.attributes().size()
          || !now.lastModifiedTime().equals(file.attributes().lastModifiedTime());
    } catch (IOException e) {
      // The file was deleted since; the archive has all of it.
      return false;
    }
  }

  /**
   * Stores a link as a link when it cannot lead out of the tree, and leaves it out otherwise.
   *
   * <p>The target is read by path: Java has no other way. When a directory above the link is
   * swapped at this moment, the target of another link is stored, provided that it stays in the
   * tree as well; the content of a file is never stored in its place.
   */
  @Override
  public void link(FoundFile link) throws IOException {
    String target;
    try {
      target = EntryName.ofTarget(Files.readSymbolicLink(link.path()));
    } catch (IOException e) {
      report.add(BackupWarning.of(e), link.name());
      return;
    }
    if (LinkTarget.staysBelowRoot(link.name(), target)) {
      zip.put(ZipEntry.of(link, ZipEntry.LINK), target.getBytes(StandardCharsets.UTF_8));
      report.addFile();
    } else {
      report.add(BackupWarning.LINK_OUTWARDS, link.name());
    }
  }

  @Override
  public void directory(FoundFile directory) throws IOException {
    zip.put(ZipEntry.of(directory, ZipEntry.DIRECTORY), NO_CONTENT);
  }

  @Override
  public void warning(BackupWarning warning, String name) {
    report.add(warning, name);
  }

  private void reportProgress() {
    task.progress(bytes, Math.max(bytes, expected.bytes()), "bytes");
    task.message(report.files() + " of " + Math.max(report.files(), expected.files()) + " files");
  }
}

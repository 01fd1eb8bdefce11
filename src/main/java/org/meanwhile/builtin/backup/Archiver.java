package org.meanwhile.builtin.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributes;
import org.meanwhile.operation.Task;

/** Puts all that the walk finds into the archive, and tells how far it came. */
final class Archiver implements TreeWalk.Visitor {
  private static final byte[] NOTHING = {};

  private final ZipStream zip;
  private final Task task;
  private final TreeTotals expected;
  private final Report report = new Report();
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
  private long bytes;

  Archiver(ZipStream zip, TreeTotals expected, Task task) {
    this.zip = zip;
    this.expected = expected;
    this.task = task;
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
      boolean whole = copy(channel, size, file.name());
      zip.end();
      if (whole && hasChanged(file)) {
        report.add(BackupWarning.CHANGED, file.name());
      }
    }
    report.addFile();
    showProgress();
  }

  /** False when it had to end before {@code size} bytes; the report says so then. */
  private boolean copy(SeekableByteChannel channel, long size, String name) throws IOException {
    long left = size;
    while (left > 0) {
      task.checkCanceled();
      buffer.clear().limit((int) Math.min(left, buffer.capacity()));
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
      left -= length;
      bytes += length;
      showProgress();
    }
    return true;
  }

  private static boolean hasChanged(FoundFile file) {
    try {
      PosixFileAttributes now = file.attributesNow();
      return now.size() != file.attributes().size()
          || !now.lastModifiedTime().equals(file.attributes().lastModifiedTime());
    } catch (IOException e) {
      // Gone since, but whole in the archive.
      return false;
    }
  }

  /**
   * A link is stored as a link when it cannot lead out of the tree, and left out otherwise. Its
   * target is read by path, since Java has no other way: should a directory above it be swapped in
   * this moment, another link's target is stored, if that would stay in the tree as well; never the
   * content of a file.
   */
  @Override
  public void link(FoundFile link) throws IOException {
    String target;
    try {
      target = EntryName.decode(Files.readSymbolicLink(link.path()));
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
    zip.put(ZipEntry.of(directory, ZipEntry.DIRECTORY), NOTHING);
  }

  @Override
  public void remark(BackupWarning remark, String name) {
    report.add(remark, name);
  }

  private void showProgress() {
    task.progress(bytes, Math.max(bytes, expected.bytes()), "bytes");
    task.message(report.files() + " of " + Math.max(report.files(), expected.files()) + " files");
  }
}

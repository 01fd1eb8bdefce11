package org.meanwhile.builtin.backup;

/** Counts the files and bytes of a tree, so that the progress of its archive has a total. */
final class TreeTotals implements TreeWalk.Visitor {
  private long files;
  private long bytes;

  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void file(FoundFile file) {
    files++;
    bytes += file.attributes().size();
  }

  @Override
  public void link(FoundFile link) {
    files++;
  }

  @Override
  public void directory(FoundFile directory) {}

  /** Ignored: the archiver walks the tree too, and reports it. */
  @Override
  public void warning(BackupWarning warning, String name) {}
}

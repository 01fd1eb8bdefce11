package org.meanwhile.builtin.backup;

/** Counts what an archive will hold, so that its progress has a total. */
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

  /** Left to the archiver, which finds it as well. */
  @Override
  public void remark(BackupWarning remark, String name) {}
}

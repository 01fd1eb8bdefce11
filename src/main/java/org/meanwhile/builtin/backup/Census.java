package org.meanwhile.builtin.backup;

/** Counts what an archive will hold, so that its progress has a total. */
final class Census implements TreeWalk.Visitor {
  private long files;
  private long bytes;

  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void file(Found file) {
    files++;
    bytes += file.attributes().size();
  }

  @Override
  public void link(Found link) {
    files++;
  }

  @Override
  public void directory(Found directory) {}

  /** Left to the archiver, which finds it as well. */
  @Override
  public void remark(Remark remark, String name) {}
}

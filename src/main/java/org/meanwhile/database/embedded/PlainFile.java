package org.meanwhile.database.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;

/**
 * A file that an interrupt does not close, and that copies into the caller's buffer without memory
 * outside the heap. Thread-safe: it has one position, so transfers run one at a time.
 */
class PlainFile extends FileBaseDefault {
  private static final String THROUGH = "rwd";

  private final RandomAccessFile file;
  private final String name;

  /**
   * @param mode {@code r} or {@code rw}, as of {@link RandomAccessFile}; what is written is on the
   *     disk when the call returns. H2 writes each commit, but syncs nothing: without this a power
   *     loss took what the operating system had not written yet, jobs that were accepted among it
   */
  PlainFile(String name, String mode) throws IOException {
    this.name = name;
    this.file = new RandomAccessFile(name, mode.equals("rw") ? THROUGH : mode);
  }

  @Override
  public synchronized int read(ByteBuffer into, long position) throws IOException {
    moveTo(position);
    if (into.hasArray()) {
      int read = file.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
      into.position(into.position() + Math.max(0, read));
      return read;
    }
    byte[] bytes = new byte[into.remaining()];
    int read = file.read(bytes);
    into.put(bytes, 0, Math.max(0, read));
    return read;
  }

  @Override
  public synchronized int write(ByteBuffer from, long position) throws IOException {
    int length = from.remaining();
    moveTo(position);
    if (from.hasArray()) {
      file.write(from.array(), from.arrayOffset() + from.position(), length);
      from.position(from.limit());
    } else {
      byte[] bytes = new byte[length];
      from.get(bytes);
      file.write(bytes);
    }
    return length;
  }

  private void moveTo(long position) throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    file.seek(position);
  }

  @Override
  public long size() throws IOException {
    return file.length();
  }

  @Override
  protected void implTruncate(long size) throws IOException {
    if (size < file.length()) {
      file.setLength(size);
    }
  }

  /** Syncs by the descriptor: an interrupt during the channel's own call would close the file. */
  @Override
  public void force(boolean metaData) throws IOException {
    file.getFD().sync();
  }

  /** Called once, when the database is opened: the channel is not used for anything else. */
  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return file.getChannel().tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }

  @Override
  public String toString() {
    return PlainFiles.SCHEME + ":" + name;
  }
}

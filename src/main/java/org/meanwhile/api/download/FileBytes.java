package org.meanwhile.api.download;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a content from a file of the cache; from the database once the file fails. */
final class FileBytes implements OutputBytes {
  private static final System.Logger LOG = System.getLogger(FileBytes.class.getName());

  private final FileChannel file;
  private final OutputBytes database;
  private final Runnable broken;
  private final Runnable release;
  private final ByteBuffer buffer = ByteBuffer.allocate(PIECE_BYTES);
  private boolean failed;

  /**
   * @param broken called when the file cannot be read
   * @param release called at the end
   */
  FileBytes(FileChannel file, OutputBytes database, Runnable broken, Runnable release) {
    this.file = file;
    this.database = database;
    this.broken = broken;
    this.release = release;
  }

  @Override
  public ByteBuffer read(long position) throws IOException {
    if (!failed && fill(position)) {
      return buffer.flip();
    }
    if (!failed) {
      failed = true;
      broken.run();
    }
    return database.read(position);
  }

  private boolean fill(long position) {
    try {
      return file.read(buffer.clear(), position) > 0;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a file of the download cache cannot be read: " + e);
      return false;
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a file of the download cache cannot be closed: " + e);
    }
    database.close();
    release.run();
  }
}

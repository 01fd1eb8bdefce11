package org.meanwhile.api.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/**
 * The bytes of a content from a file that grows meanwhile; from the database where the file has not
 * come to, or once it fails.
 */
final class GrowingBytes implements OutputBytes {
  private final GrowingFile file;
  private final OutputBytes database;
  private final LongConsumer sending;
  private final Runnable release;
  private final ByteBuffer buffer = ByteBuffer.allocate(PIECE_BYTES);

  /**
   * @param sending told the positions whose bytes are sent next
   * @param release called at the end
   */
  GrowingBytes(GrowingFile file, OutputBytes database, LongConsumer sending, Runnable release) {
    this.file = file;
    this.database = database;
    this.sending = sending;
    this.release = release;
  }

  @Override
  public ByteBuffer read(long position) throws IOException {
    ByteBuffer bytes = file.read(position, buffer);
    sending.accept(position);
    return bytes == null ? database.read(position) : bytes;
  }

  @Override
  public void close() {
    database.close();
    release.run();
  }
}

package org.meanwhile.api.download;

import java.nio.ByteBuffer;

/** The bytes of a small output, which its row has. */
record InlineBytes(byte[] bytes) implements OutputBytes {

  @Override
  public ByteBuffer read(long position) {
    return ByteBuffer.wrap(bytes, (int) position, bytes.length - (int) position);
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}

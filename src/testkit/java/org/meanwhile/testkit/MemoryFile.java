package org.meanwhile.testkit;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.meanwhile.operation.InputFile;

/**
 * The file of a job, in memory.
 *
 * @param requireNotCanceled called before each read
 */
record MemoryFile(
    String mediaType, Optional<String> name, byte[] content, Runnable requireNotCanceled)
    implements InputFile {

  /** The same file for another run. */
  MemoryFile of(Runnable requireThatNotCanceled) {
    return new MemoryFile(mediaType, name, content, requireThatNotCanceled);
  }

  @Override
  public long sizeBytes() {
    return content.length;
  }

  @Override
  public InputStream open() {
    return new FilterInputStream(new ByteArrayInputStream(content)) {
      @Override
      public int read() throws IOException {
        requireNotCanceled.run();
        return super.read();
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        requireNotCanceled.run();
        return super.read(bytes, from, length);
      }
    };
  }
}

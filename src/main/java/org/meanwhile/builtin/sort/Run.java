package org.meanwhile.builtin.sort;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sorted lines in a scratch file. Each line is stored after its length, so that a reader need not
 * search for its end.
 *
 * @param bytes the length of the file
 * @param longestLine in bytes
 */
record Run(Path file, long bytes, int longestLine) {
  static final int HEADER = 4;

  static final class Writer implements LineSink, AutoCloseable {
    private final Path file;
    private final OutputStream out;
    private final byte[] header = new byte[HEADER];
    private long bytes;
    private int longestLine;

    Writer(Path file) throws IOException {
      this.file = file;
      this.out = new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      header[0] = (byte) (length >>> 24);
      header[1] = (byte) (length >>> 16);
      header[2] = (byte) (length >>> 8);
      header[3] = (byte) length;
      out.write(header, 0, HEADER);
      out.write(source, offset, length);
      bytes += HEADER + length;
      longestLine = Math.max(longestLine, length);
    }

    /** The run that was written; close the writer first. */
    Run run() {
      return new Run(file, bytes, longestLine);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}

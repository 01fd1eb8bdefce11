package org.meanwhile.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes an output to a file. Until it is whole, the bytes are in a file beside it, named by the
 * output's tag: after a crash, the next download goes on there.
 */
record Download(Output output) {
  private static final int PIECE_BYTES = 256 * 1024;
  private static final int TAG_LENGTH = 16;

  Path to(Path target) throws IOException, InterruptedException {
    output.head();
    String tag = output.etag() == null ? "" : output.etag().replaceAll("[^A-Za-z0-9]", "");
    String name =
        target.getFileName() + "." + tag.substring(0, Math.min(TAG_LENGTH, tag.length())) + ".part";
    Path part = target.resolveSibling(name);
    try {
      copy(part);
    } catch (DigestMismatch e) {
      Files.deleteIfExists(part);
      throw e;
    }
    return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private void copy(Path part) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    ByteBuffer buffer = ByteBuffer.wrap(piece);
    try (output;
        FileChannel file =
            FileChannel.open(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      for (int n = file.read(buffer); n >= 0; n = file.read(buffer.clear())) {
        output.skip(piece, n);
      }
      for (int n = output.read(piece); n >= 0; n = output.read(piece)) {
        buffer.clear().limit(n);
        while (buffer.hasRemaining()) {
          file.write(buffer);
        }
      }
      file.force(true);
    }
  }
}

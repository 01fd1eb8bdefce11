package org.meanwhile.bench.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A second application on the node's server, as a baseline: one JAX-RS resource with constant
 * answers, and one static file.
 */
public final class BareWar {
  /** The path of the constant answers to GET and POST. */
  public static final String CONSTANT = "/bare/resource/constant";

  /** The path of the static file. */
  public static final String FILE = "/bare/file.bin";

  private static final int BLOCK_BYTES = 1 << 20;

  private BareWar() {}

  /** Creates the exploded WAR and returns its directory. */
  static Path exploded() {
    return new ExplodedWar("bare").with(List.of(BareApplication.class, BareResource.class)).root();
  }

  /** Creates an exploded WAR with no code and one small page, and returns its directory. */
  public static Path empty() {
    try {
      Path root = JavaProcess.directory("empty");
      Files.createDirectories(root.resolve("WEB-INF"));
      Files.writeString(root.resolve("index.html"), "<!DOCTYPE html><title>Empty</title>\n");
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the static file. The server must not have served it before: it may cache its size. */
  public static void file(long bytes) {
    byte[] block =
        "meanwhile\n"
            .repeat(BLOCK_BYTES / 10 + 1)
            .substring(0, BLOCK_BYTES)
            .getBytes(StandardCharsets.US_ASCII);
    try (OutputStream file = Files.newOutputStream(exploded().resolve("file.bin"))) {
      for (long rest = bytes; rest > 0; rest -= BLOCK_BYTES) {
        file.write(block, 0, (int) Math.min(rest, BLOCK_BYTES));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

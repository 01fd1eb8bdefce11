package org.meanwhile.bench.peer;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.meanwhile.bench.server.JavaProcess;

/**
 * Starts peers on the machine's Node.js. Their packages are installed by {@code npm ci} below
 * {@code target/}, in the versions of {@code src/bench/npm/package-lock.json}.
 */
final class NodeJs {
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", ".npmrc", "peer.js");

  private NodeJs() {}

  /** Prepares a process of {@code peer.js}, which speaks as {@link PeerProcess} does. */
  static ProcessBuilder process(List<String> arguments) {
    List<String> line = new ArrayList<>(List.of("node", "peer.js"));
    line.addAll(arguments);
    return new ProcessBuilder(line)
        .directory(installed().toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static synchronized Path installed() {
    Path directory = JavaProcess.directory("npm");
    try {
      for (String file : FILES) {
        Files.copy(
            Path.of(System.getProperty("bench.npm"), file),
            directory.resolve(file),
            StandardCopyOption.REPLACE_EXISTING);
      }
      if (!Files.exists(directory.resolve("node_modules/.package-lock.json"))) {
        install(directory.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directory;
  }

  private static void install(File directory) throws IOException {
    Process npm =
        new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            .directory(directory)
            .inheritIO()
            .start();
    if (npm.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("npm ci failed in " + directory);
    }
  }
}

package org.meanwhile.contract.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Creates static tokens for a server by the command that security.md tells operators to use. */
public final class Keyring {
  private final Path file;

  public Keyring(Path directory) {
    this.file = directory.resolve("tokens.txt").toAbsolutePath();
  }

  /** Creates a token that is valid for a day. */
  public String token(String name, String groups) {
    return token(name, groups, "P1D");
  }

  public String token(String name, String groups, String expires) {
    try {
      Files.createDirectories(file.getParent());
      Process command =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("it.classes"),
                  "org.meanwhile.security.MakeToken",
                  "--name",
                  name,
                  "--groups",
                  groups,
                  "--expires",
                  expires,
                  "--file",
                  file.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (command.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
      return said.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Removes a name from the file. */
  public void forget(String name) {
    try {
      List<String> left;
      try (Stream<String> lines = Files.lines(file)) {
        left = lines.filter(line -> !line.startsWith(name + " ")).toList();
      }
      Files.write(file, left);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Configures a server to require these tokens. */
  public Server guard(Server server) {
    return server
        .with("meanwhile.security.mode", "token")
        .with("meanwhile.operations", "backup,bulk,export,simulate,sort")
        .with("meanwhile.security.token-file", file);
  }
}

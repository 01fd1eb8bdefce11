package org.meanwhile.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.meanwhile.security.MakeToken;

/** Static tokens for a node with several callers, made by the command of the manual. */
public final class Tokens {
  private final Path file;

  /**
   * @param name of the directory with their file
   */
  public Tokens(String name) {
    file = JavaProcess.directory(name).resolve("tokens.txt");
    file.toFile().delete();
  }

  /** Makes the token of a caller who may submit. */
  public String make(String caller) {
    List<String> options =
        List.of(
            "--name",
            caller,
            "--groups",
            "submitter",
            "--expires",
            "P1D",
            "--file",
            file.toString());
    try {
      Process command = JavaProcess.of(MakeToken.class, List.of(), options).start();
      return new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The settings of the node, once the first token is made. */
  public Map<String, String> settings() {
    return Map.of(
        "meanwhile.security.mode", "token", "meanwhile.security.token-file", file.toString());
  }
}

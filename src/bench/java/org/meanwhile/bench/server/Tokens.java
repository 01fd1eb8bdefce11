package org.meanwhile.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** The file of a node's tokens, one for each caller. */
public final class Tokens {
  private static final int SECRET_BYTES = 32;

  private final Map<String, String> tokens = new TreeMap<>();
  private final Path file;

  /** Makes the file in the directory of a node. */
  public Tokens(String node, String... callers) {
    file = JavaProcess.directory(node).resolve("tokens.txt");
    StringBuilder lines = new StringBuilder();
    for (String caller : callers) {
      String token = random();
      tokens.put(caller, token);
      lines.append(caller).append(" submitter never sha256:").append(sha256(token)).append('\n');
    }
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String random() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return "mw_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The token of a caller. */
  public String of(String caller) {
    return tokens.get(caller);
  }

  /** The settings by which a node requires these tokens. */
  public Map<String, String> settings() {
    return Map.of(
        "meanwhile.security.mode",
        "token",
        "meanwhile.security.token-file",
        file.toAbsolutePath().toString());
  }
}

package org.meanwhile.security;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.meanwhile.platform.Sha256;

/**
 * Static tokens from a file, which is read again when it has changed: who is added or taken out
 * there is so within a second or two.
 *
 * <p>A file that is bad when the application starts stops the start. Later there is nobody to tell,
 * so what is bad lets nobody in: a bad line is nobody's, and a file that cannot be read is empty.
 */
final class TokenFile implements TokenVerifier {
  private static final System.Logger LOG = System.getLogger(TokenFile.class.getName());
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MOST_BYTES = 1 << 20;
  private static final int MOST_TOKENS = 1000;

  /** What tells one state of the file from another without reading it. */
  private record Stamp(Object time, long sizeBytes, Object key) {}

  private record Content(Stamp stamp, List<ApiToken> tokens) {}

  private final Path path;
  private final Clock clock;
  private volatile Content content;
  private volatile long lookedNanos;

  private TokenFile(Path path, Clock clock) {
    this.path = path;
    this.clock = clock;
  }

  /**
   * The tokens of a file.
   *
   * @throws IllegalArgumentException one line that names the setting
   */
  static TokenFile of(String setting, Clock clock) {
    String name = SecuritySettings.TOKEN_FILE.name();
    if (setting.isEmpty()) {
      throw new IllegalArgumentException(
          name + " must be set when " + SecuritySettings.MODE.name() + " is token");
    }
    try {
      TokenFile file = new TokenFile(Path.of(setting), clock);
      file.content = file.read(true);
      file.lookedNanos = System.nanoTime();
      return file;
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(name + " must be a file that can be read");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ", " + e.getMessage());
    }
  }

  @Override
  public Optional<Identity> verify(String token) {
    if (!ApiToken.looksLikeOne(token)) {
      return Optional.empty();
    }
    lookAgain();
    byte[] hash = Sha256.of(token);
    ApiToken found = null;
    for (ApiToken known : content.tokens()) {
      // To the end in any case: how long it takes tells nothing of where it stands.
      if (known.hasHash(hash)) {
        found = known;
      }
    }
    return Optional.ofNullable(found)
        .filter(known -> known.isGoodAt(clock.instant()))
        .map(ApiToken::identity);
  }

  private void lookAgain() {
    if (System.nanoTime() - lookedNanos < LOOK_NANOS) {
      return;
    }
    synchronized (this) {
      if (System.nanoTime() - lookedNanos >= LOOK_NANOS) {
        content = readOrNothing();
        lookedNanos = System.nanoTime();
      }
    }
  }

  private Content readOrNothing() {
    try {
      return stamp().equals(content.stamp()) ? content : read(false);
    } catch (IOException e) {
      if (content.stamp() != null) {
        LOG.log(Level.ERROR, "the token file cannot be read, so no token is valid: " + e);
      }
      return new Content(null, List.of());
    }
  }

  private Stamp stamp() throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
  }

  /** The stamp is taken first: a change while it is read is seen at the next look. */
  private Content read(boolean strictly) throws IOException {
    Stamp stamp = stamp();
    if (stamp.sizeBytes() > MOST_BYTES) {
      throw new IOException("larger than " + MOST_BYTES + " bytes");
    }
    List<ApiToken> tokens = new ArrayList<>();
    int number = 0;
    for (String line : Files.readString(path, StandardCharsets.UTF_8).split("\\R")) {
      number++;
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      try {
        tokens.add(ApiToken.parse(line));
      } catch (IllegalArgumentException e) {
        String wrong = "line " + number + ": " + e.getMessage();
        if (strictly) {
          throw new IllegalArgumentException(wrong);
        }
        LOG.log(Level.ERROR, "the token file, " + wrong);
      }
      if (tokens.size() > MOST_TOKENS) {
        throw new IOException("more than " + MOST_TOKENS + " tokens");
      }
    }
    return new Content(stamp, List.copyOf(tokens));
  }
}

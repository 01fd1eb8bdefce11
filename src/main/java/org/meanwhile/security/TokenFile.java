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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.meanwhile.platform.Sha256;

/**
 * Verifies static tokens by their hashes in a file. The file is looked at once a second at most,
 * and read again when it has changed: a token that is added or deleted there is valid or invalid
 * within two seconds.
 *
 * <p>A bad file stops the start of the application. A file that becomes bad later admits nobody: a
 * bad line is skipped and logged, and a file that cannot be read counts as empty.
 */
final class TokenFile implements TokenVerifier {
  private static final System.Logger LOG = System.getLogger(TokenFile.class.getName());
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MAX_BYTES = 1 << 20;
  private static final int MAX_TOKENS = 1000;

  /**
   * A change of the file changes at least one of these.
   *
   * @param key the file's identity; null where the file system has none
   */
  private record Stamp(Object time, long sizeBytes, @Nullable Object key) {}

  /**
   * The tokens of the file.
   *
   * @param stamp null when the file could not be read, which then counts as changed
   */
  private record Content(@Nullable Stamp stamp, List<ApiToken> tokens) {}

  private final Path path;
  private final Clock clock;
  private volatile Content content;
  private volatile long checkedNanos;

  private TokenFile(Path path, Clock clock) throws IOException {
    this.path = path;
    this.clock = clock;
    this.content = read(path, true);
    this.checkedNanos = System.nanoTime();
  }

  /**
   * Reads the file.
   *
   * @param path the value of {@code meanwhile.security.token-file}
   * @throws IllegalArgumentException one line that names the setting, and the bad line if there is
   *     one
   */
  static TokenFile of(String path, Clock clock) {
    String name = SecuritySettings.TOKEN_FILE.name();
    if (path.isEmpty()) {
      throw new IllegalArgumentException(
          name + " must be set when " + SecuritySettings.MODE.name() + " is token");
    }
    try {
      return new TokenFile(Path.of(path), clock);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(name + " must be a file that can be read");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ", " + e.getMessage());
    }
  }

  @Override
  public Optional<Identity> verify(String token) {
    if (!ApiToken.isToken(token)) {
      return Optional.empty();
    }
    reloadIfChanged();
    return find(content, Sha256.of(token)).map(ApiToken::identity);
  }

  /** Empty when the token is not in the file, or has expired. */
  private Optional<ApiToken> find(Content content, byte[] hash) {
    ApiToken found = null;
    for (ApiToken known : content.tokens()) {
      // No early exit: the time must not tell the position of the token in the file.
      if (known.hasHash(hash)) {
        found = known;
      }
    }
    return Optional.ofNullable(found).filter(known -> known.isValidAt(clock.instant()));
  }

  /** Over within two seconds when the line is deleted, or names another caller or other groups. */
  @Override
  public BooleanSupplier watch(String token) {
    return new Watch(Sha256.of(token));
  }

  /** Looks for the token again only when the file has changed. */
  private final class Watch implements BooleanSupplier {
    private final byte[] hash;
    private volatile Content seen;
    private volatile Optional<ApiToken> found;
    private final Optional<Identity> identity;

    Watch(byte[] hash) {
      this.hash = hash;
      this.seen = content;
      this.found = find(seen, hash);
      this.identity = found.map(ApiToken::identity);
    }

    @Override
    public boolean getAsBoolean() {
      reloadIfChanged();
      Content now = content;
      if (now != seen) {
        found = find(now, hash);
        seen = now;
      }
      return found.filter(token -> token.isValidAt(clock.instant())).isPresent()
          && found.map(ApiToken::identity).equals(identity);
    }
  }

  private void reloadIfChanged() {
    if (System.nanoTime() - checkedNanos < CHECK_NANOS) {
      return;
    }
    synchronized (this) {
      if (System.nanoTime() - checkedNanos >= CHECK_NANOS) {
        content = reload();
        checkedNanos = System.nanoTime();
      }
    }
  }

  private Content reload() {
    try {
      return stamp(path).equals(content.stamp()) ? content : read(path, false);
    } catch (IOException e) {
      if (content.stamp() != null) {
        LOG.log(Level.ERROR, "the token file cannot be read, so no token is valid: " + e);
      }
      return new Content(null, List.of());
    }
  }

  private static Stamp stamp(Path path) throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
  }

  /** Takes the stamp before it reads: a change while it reads is then found by the next check. */
  private static Content read(Path path, boolean strict) throws IOException {
    Stamp stamp = stamp(path);
    if (stamp.sizeBytes() > MAX_BYTES) {
      throw new IOException("larger than " + MAX_BYTES + " bytes");
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
        String problem = "line " + number + ": " + e.getMessage();
        if (strict) {
          throw new IllegalArgumentException(problem);
        }
        LOG.log(Level.ERROR, "the token file, " + problem);
      }
      if (tokens.size() > MAX_TOKENS) {
        throw new IOException("more than " + MAX_TOKENS + " tokens");
      }
    }
    return new Content(stamp, List.copyOf(tokens));
  }
}

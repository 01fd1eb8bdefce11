package org.meanwhile.security;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meanwhile.platform.Sha256;

/**
 * What a shared URI is made of: 256 random bits, in base64url. Only its hash is kept, a plain one
 * for the reason that {@link ApiToken} gives.
 */
public final class ShareSecret {
  private static final int BYTES = 32;
  private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String value;

  private ShareSecret(String value) {
    this.value = value;
  }

  /** A new one. */
  public static ShareSecret random() {
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    return new ShareSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Empty when the text is none. */
  public static Optional<ShareSecret> parse(String text) {
    return SYNTAX.matcher(text).matches() ? Optional.of(new ShareSecret(text)) : Optional.empty();
  }

  /** Itself, for its URI only. */
  public String value() {
    return value;
  }

  /** What is kept of it, in lower-case hexadecimal. */
  public String sha256() {
    return Sha256.hex(value);
  }

  /** Not itself: it must not get into a log by accident. */
  @Override
  public String toString() {
    return "a secret";
  }
}

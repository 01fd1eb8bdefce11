package org.meanwhile.security;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meanwhile.platform.Sha256;

/**
 * The secret of the URI of a share or a lease: 256 random bits in base64url. Only its SHA-256 is
 * stored, a plain hash for the reason that {@link ApiToken} gives.
 */
public final class UriSecret {
  private static final int BYTES = 32;
  private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String value;

  private UriSecret(String value) {
    this.value = value;
  }

  /** A new secret, from a {@link SecureRandom}. */
  public static UriSecret random() {
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    return new UriSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** Reads a secret; empty when the text cannot be one. */
  public static Optional<UriSecret> parse(String text) {
    return SYNTAX.matcher(text).matches() ? Optional.of(new UriSecret(text)) : Optional.empty();
  }

  /** The secret itself, which belongs into its URI and nowhere else. */
  public String value() {
    return value;
  }

  /** The hash that is stored, in lower-case hexadecimal. */
  public String sha256() {
    return Sha256.hex(value);
  }

  /** Does not contain the secret, which must not get into a log by accident. */
  @Override
  public String toString() {
    return "a secret";
  }
}

package org.meanwhile.platform;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A secret of Standard Webhooks: {@code whsec_} and the base64 of 24 to 64 random bytes. It is
 * never shown: its text is for the database alone, and {@link #toString} does not tell.
 */
public final class WebhookSecret {
  private static final String PREFIX = "whsec_";
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;

  private final byte[] key;

  private WebhookSecret(byte[] key) {
    this.key = key;
  }

  /** Reads one; empty when the text is none. */
  public static Optional<WebhookSecret> parse(String text) {
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      return key.length >= LEAST_BYTES && key.length <= MOST_BYTES
          ? Optional.of(new WebhookSecret(key))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As {@link #parse} reads it. */
  public String text() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /** The bytes to sign with. */
  public byte[] key() {
    return key.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WebhookSecret secret && Arrays.equals(key, secret.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }

  @Override
  public String toString() {
    return PREFIX + "…";
  }
}

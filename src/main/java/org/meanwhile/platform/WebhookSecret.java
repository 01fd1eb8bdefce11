package org.meanwhile.platform;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A secret of Standard Webhooks: {@code whsec_} and the base64 of 24 to 64 bytes. It is never shown
 * to anybody: {@link #text} is for the database only, and {@link #toString} hides it.
 */
public final class WebhookSecret {
  private static final String PREFIX = "whsec_";
  private static final int MIN_BYTES = 24;
  private static final int MAX_BYTES = 64;

  private final byte[] key;

  private WebhookSecret(byte[] key) {
    this.key = key;
  }

  /** Reads a secret; empty when the text does not have that form. */
  public static Optional<WebhookSecret> parse(String text) {
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      return key.length >= MIN_BYTES && key.length <= MAX_BYTES
          ? Optional.of(new WebhookSecret(key))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The secret in the form that {@link #parse} reads. */
  public String text() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /** A copy of the bytes that sign. */
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

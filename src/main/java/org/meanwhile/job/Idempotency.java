package org.meanwhile.job;

import java.util.Optional;

/**
 * What makes a request the same as an earlier one, so that a client whose answer was lost may ask
 * again.
 *
 * @param key what the caller calls it by; its own, whatever others use
 * @param named whether the client asked for a job of this very id
 * @param fingerprint the same for requests that mean the same; null when nothing makes them the
 *     same
 */
public record Idempotency(Optional<String> key, boolean named, String fingerprint) {
  /** Each request makes a job. */
  public static final Idempotency NONE = new Idempotency(Optional.empty(), false, null);

  /** One job for each key of a caller. */
  public static Idempotency byKey(String key, String fingerprint) {
    return new Idempotency(Optional.of(key), false, fingerprint);
  }

  /** One job for each id. */
  public static Idempotency byName(String fingerprint) {
    return new Idempotency(Optional.empty(), true, fingerprint);
  }

  /** Whether an earlier request may have been the same. */
  public boolean mayRepeat() {
    return named || key.isPresent();
  }
}

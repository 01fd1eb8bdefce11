package org.meanwhile.job;

import java.util.Optional;

/**
 * What makes a request the same as an earlier one, so that a client whose answer was lost can
 * repeat it and still has one job.
 *
 * @param key the client's idempotency key; other callers' keys do not matter
 * @param byId whether the client chose the job's id
 * @param fingerprint equal for requests that mean the same; null with neither key nor id
 */
public record Idempotency(Optional<String> key, boolean byId, String fingerprint) {
  /** Each request makes a job. */
  public static final Idempotency NONE = new Idempotency(Optional.empty(), false, null);

  /** One job for each key of a caller. */
  public static Idempotency byKey(String key, String fingerprint) {
    return new Idempotency(Optional.of(key), false, fingerprint);
  }

  /** One job for each id. */
  public static Idempotency byId(String fingerprint) {
    return new Idempotency(Optional.empty(), true, fingerprint);
  }

  /** Whether there may be an earlier request to repeat. */
  public boolean mayRepeat() {
    return byId || key.isPresent();
  }
}

package org.meanwhile.api.request;

import java.util.Optional;
import org.meanwhile.job.Idempotency;
import org.meanwhile.job.JobId;
import org.meanwhile.job.RequestIdentity;
import org.meanwhile.job.StagedFile;
import tools.jackson.databind.JsonNode;

/**
 * By what a request is recognised as the repetition of an earlier one: its idempotency key, the id
 * that it chose for its job, or nothing.
 */
public final class IdempotencyRule {
  private static final IdempotencyRule NONE = new IdempotencyRule(false, Optional.empty());

  /** One job for each id. */
  public static final IdempotencyRule BY_ID = new IdempotencyRule(true, Optional.empty());

  private final boolean byId;
  private final Optional<String> key;

  private IdempotencyRule(boolean byId, Optional<String> key) {
    this.byId = byId;
    this.key = key;
  }

  /** One job for each key of a caller; without a key each request makes a job. */
  public static IdempotencyRule of(Optional<String> key) {
    return key.isEmpty() ? NONE : new IdempotencyRule(false, key);
  }

  /** Computes a fingerprint where the request may be a repetition, and only there. */
  RequestIdentity identify(JobId id, String caller, JsonNode job, Optional<StagedFile> file) {
    if (byId) {
      return new RequestIdentity(id, caller, Idempotency.byId(Fingerprint.of(job, file)));
    }
    return new RequestIdentity(
        id,
        caller,
        key.map(text -> Idempotency.byKey(text, Fingerprint.of(job, file)))
            .orElse(Idempotency.NONE));
  }
}

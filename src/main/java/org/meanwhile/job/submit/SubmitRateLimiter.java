package org.meanwhile.job.submit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.meanwhile.platform.Settings;

/**
 * Limits how many jobs a caller creates per minute ({@code meanwhile.caller.submits-per-minute}).
 * Each node counts for itself, in memory. Never blocks; safe for many threads.
 */
@ApplicationScoped
public class SubmitRateLimiter {
  private static final int MAX_CALLERS = 10_000;

  private TokenBuckets buckets;

  /** For the container's proxy. */
  protected SubmitRateLimiter() {}

  @Inject
  public SubmitRateLimiter(Settings settings) {
    int perMinute = settings.get(SubmitSettings.CALLER_SUBMITS_PER_MINUTE);
    this.buckets =
        perMinute == 0 ? null : new TokenBuckets(perMinute, MAX_CALLERS, System::nanoTime);
  }

  /** Returns the status of a caller; empty when the rate is not limited. */
  public Optional<RateLimitStatus> status(String caller) {
    if (buckets == null) {
      return Optional.empty();
    }
    return Optional.of(buckets.status(caller));
  }

  /**
   * Counts further jobs of a caller, all of them or none.
   *
   * @throws QuotaExceeded when the caller has used up its rate
   */
  public void admit(String caller, long jobs) {
    if (buckets != null) {
      buckets
          .take(caller, jobs)
          .ifPresent(
              wait -> {
                throw new QuotaExceeded(QuotaExceeded.Quota.SUBMITS, wait);
              });
    }
  }

  /** Takes back an {@link #admit}: no job was created. */
  public void release(String caller, long jobs) {
    if (buckets != null) {
      buckets.release(caller, jobs);
    }
  }
}

package org.meanwhile.job.submit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.meanwhile.platform.Settings;

/** How many jobs callers create a minute. Counted by each node for itself, in memory. */
@ApplicationScoped
public class SubmitRateLimiter {
  private static final int MOST_CALLERS = 10_000;

  private TokenBuckets buckets;

  /** For the container's proxy. */
  protected SubmitRateLimiter() {}

  /** As the settings have it. */
  @Inject
  public SubmitRateLimiter(Settings settings) {
    int perMinute = settings.get(SubmitSettings.CALLER_SUBMITS_PER_MINUTE);
    this.buckets =
        perMinute == 0 ? null : new TokenBuckets(perMinute, MOST_CALLERS, System::nanoTime);
  }

  /**
   * How much of its quota a caller has left.
   *
   * @param perMinute how many jobs it may create in a minute
   * @param left how many it may create at once, now
   * @param untilFull when it may create all of them at once again
   */
  public record Standing(int perMinute, int left, Duration untilFull) {}

  /** Where a caller stands; empty when it may create as many as it likes. */
  public Optional<Standing> standing(String caller) {
    if (buckets == null) {
      return Optional.empty();
    }
    return Optional.of(buckets.standing(caller));
  }

  /**
   * Counts one more job of a caller in.
   *
   * @throws QuotaExceeded when it has created enough lately
   */
  void admit(String caller) {
    if (buckets != null) {
      buckets
          .take(caller)
          .ifPresent(
              wait -> {
                throw new QuotaExceeded(QuotaExceeded.Quota.SUBMITS, wait);
              });
    }
  }

  /** No job came of what was counted in. */
  void release(String caller) {
    if (buckets != null) {
      buckets.release(caller);
    }
  }
}

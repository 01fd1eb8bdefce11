package org.meanwhile.job.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.meanwhile.job.JobStatus;

/**
 * What became of a job's callback.
 *
 * @param deliveries none before the job has ended
 */
public record CallbackLog(String url, List<Delivery> deliveries) {

  /**
   * One message, tried once or several times.
   *
   * @param outcome how the job ended, which is what the message says
   * @param sending whether a node is at it now
   * @param tries the oldest first; of very many, only the latest
   */
  public record Delivery(
      UUID id,
      JobStatus outcome,
      DeliveryState state,
      boolean sending,
      Instant nextAt,
      List<Try> tries) {

    /** When it is tried next, if it is. */
    public Optional<Instant> nextTryAt() {
      return state == DeliveryState.PENDING && !sending ? Optional.of(nextAt) : Optional.empty();
    }
  }

  /**
   * One try.
   *
   * @param latency empty when nobody knows how it ended
   */
  public record Try(
      Instant at, Optional<Duration> latency, OptionalInt status, Optional<String> error) {}
}

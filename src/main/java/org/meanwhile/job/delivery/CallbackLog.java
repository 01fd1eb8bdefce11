package org.meanwhile.job.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.meanwhile.job.JobStatus;

/**
 * The deliveries of a job's callback.
 *
 * @param deliveries empty before the job has ended
 */
public record CallbackLog(String url, List<Delivery> deliveries) {

  /**
   * One message.
   *
   * @param outcome the job's terminal status, which the message tells
   * @param sending whether a node is sending it now
   * @param attempts the oldest first; of very many, only the latest
   */
  public record Delivery(
      UUID id,
      JobStatus outcome,
      DeliveryState state,
      boolean sending,
      Instant nextAt,
      List<Attempt> attempts) {

    /** Empty when no attempt is planned, or one is under way. */
    public Optional<Instant> nextAttemptAt() {
      return state == DeliveryState.PENDING && !sending ? Optional.of(nextAt) : Optional.empty();
    }
  }

  /**
   * One attempt to deliver.
   *
   * @param latency empty when the end of the attempt is unknown
   * @param status of the response; empty without one
   */
  public record Attempt(
      Instant at, Optional<Duration> latency, OptionalInt status, Optional<String> error) {}
}

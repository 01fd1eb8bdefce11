package org.meanwhile.job.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The result of one attempt, and what follows it.
 *
 * @param status of the response; empty without one
 * @param error in words that the job's caller may see, at most 255 characters; empty after success
 * @param failures failed attempts in a row, this one included
 * @param nextAfter the time until the next attempt, when the state is PENDING
 */
public record DeliveryResult(
    Duration latency,
    OptionalInt status,
    Optional<String> error,
    DeliveryState state,
    int failures,
    Duration nextAfter) {}

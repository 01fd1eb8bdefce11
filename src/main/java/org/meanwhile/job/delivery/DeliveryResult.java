package org.meanwhile.job.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came of one try, and what shall come after it.
 *
 * @param status of the answer, when there was one
 * @param error what went wrong, in words that the job's caller may see; at most 255 characters
 * @param failures how many tries have failed in a row by now
 * @param nextAfter until the next try, when there shall be one
 */
public record DeliveryResult(
    Duration latency,
    OptionalInt status,
    Optional<String> error,
    DeliveryState state,
    int failures,
    Duration nextAfter) {}

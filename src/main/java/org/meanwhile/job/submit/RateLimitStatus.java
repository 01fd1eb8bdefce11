package org.meanwhile.job.submit;

import java.time.Duration;

/**
 * The rate limit of a caller at one moment.
 *
 * @param perMinute the most jobs that it may create in a minute
 * @param left how many it may create at once, now
 * @param untilFull the time after which it may create {@code perMinute} jobs at once again
 */
public record RateLimitStatus(int perMinute, int left, Duration untilFull) {}

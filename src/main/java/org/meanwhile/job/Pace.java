package org.meanwhile.job;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast a run makes progress. It counts from this run's start: what an earlier run left in a
 * checkpoint is not this run's doing.
 *
 * @param movedAt when the progress grew last, by the database's clock
 * @param perSecond how much it grows in a second, in the progress's unit; positive
 * @param usualGap the longest time so far that it stood still in between
 */
public record Pace(Instant movedAt, double perSecond, Duration usualGap) {}

package org.meanwhile.job;

import java.time.Duration;

/**
 * How fast a run makes progress, as its node measures it.
 *
 * @param perSecond how much the progress grows in a second, in its unit; positive
 * @param gap the longest time so far that it stood still in between
 */
public record Speed(double perSecond, Duration gap) {}

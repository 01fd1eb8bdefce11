package org.meanwhile.job;

import java.time.Duration;
import java.util.Optional;

/**
 * What bounds a run, and may change while it goes on.
 *
 * @param timeout the longest time that the run may take, from its start
 * @param untilDeadline from now to the job's deadline, below zero when it has passed; empty when
 *     there is none
 * @param suspended whether the run is to be handed back at its next checkpoint
 */
public record RunLimits(Duration timeout, Optional<Duration> untilDeadline, boolean suspended) {}

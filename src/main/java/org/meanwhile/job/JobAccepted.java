package org.meanwhile.job;

import java.util.Optional;

/**
 * Event: this node stored a new job. A hint, fired after the commit.
 *
 * @param scheduled whether the job waits for its time, or for nothing, rather than for a slot
 * @param reused what it has taken of another job instead of a run of its own
 */
public record JobAccepted(JobId id, String caller, boolean scheduled, Optional<Reused> reused) {}

package org.meanwhile.job.pause;

import java.time.Instant;
import java.util.Optional;

/**
 * That the jobs of an operation wait.
 *
 * @param since when it was paused, by the database's clock
 * @param reason what the operator says about it
 */
public record Pause(Instant since, Optional<String> reason) {}

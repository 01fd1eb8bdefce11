package org.meanwhile.job.lease;

import java.util.Optional;

/**
 * A worker elsewhere.
 *
 * @param caller whose credentials it has; only the same caller may use its leases
 * @param name what it calls itself, for people; empty when it has not said
 */
public record Worker(String caller, Optional<String> name) {}

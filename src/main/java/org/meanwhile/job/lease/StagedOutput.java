package org.meanwhile.job.lease;

import java.util.Optional;
import java.util.UUID;

/**
 * The output that a worker has sent so far.
 *
 * @param sha256 in lower-case hexadecimal; empty when it is not known yet
 */
public record StagedOutput(UUID content, String mediaType, String name, Optional<String> sha256) {}

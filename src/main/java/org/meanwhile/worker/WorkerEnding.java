package org.meanwhile.worker;

import java.util.Optional;
import org.meanwhile.job.JobError;

/**
 * What a worker says at the end of its work.
 *
 * @param error empty when it has succeeded
 * @param retry whether the job may be attempted again
 * @param fingerprint the same for the same request
 */
public record WorkerEnding(Optional<JobError> error, boolean retry, String fingerprint) {}

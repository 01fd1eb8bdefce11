package org.meanwhile.job.lease;

import java.time.Duration;
import org.meanwhile.job.run.ClaimedJob;

/**
 * A claimed job that goes to a worker.
 *
 * @param tokenSha256 of the lease's secret, in lower-case hexadecimal
 * @param time how long the lease lasts without being renewed
 */
public record NewLease(String tokenSha256, ClaimedJob job, Worker worker, Duration time) {}

package org.meanwhile.job.run;

import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;

/**
 * The end of a run, as its node wants it stored.
 *
 * @param progress the last that the run reported
 */
public record Completion(Lease lease, RunResult result, Progress progress) {}

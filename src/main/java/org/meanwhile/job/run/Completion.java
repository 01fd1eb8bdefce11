package org.meanwhile.job.run;

import org.meanwhile.job.Lease;
import org.meanwhile.job.Progress;

/** What a node wants to be stored of a run that ended. */
public record Completion(Lease lease, RunResult ending, Progress progress) {}

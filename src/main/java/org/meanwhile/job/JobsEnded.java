package org.meanwhile.job;

import java.util.List;

/**
 * Event: one transaction ended these jobs. A hint, fired after the commit.
 *
 * <p>One event for a transaction, not one for each job: thousands of jobs end in a second, and a
 * dispatch to all observers costs more than what they do with a job.
 *
 * @param jobs 1 or more
 */
public record JobsEnded(List<JobEnded> jobs) {}

package org.meanwhile.job.lease;

import java.time.Instant;
import java.util.List;
import org.meanwhile.job.JobId;

/**
 * A worker that was heard lately.
 *
 * @param operations the operations that it asked for last, in alphabetical order
 * @param since when it was heard first, after an hour of silence or more
 * @param seenAt when it was heard last: it asked for jobs, or renewed a lease
 * @param leases the leases that it holds, the oldest first
 */
public record KnownWorker(
    Worker worker, List<String> operations, Instant since, Instant seenAt, List<Held> leases) {

  /** A lease that a worker holds. */
  public record Held(JobId job, String operation, Instant leasedAt, Instant expiresAt) {}
}

package org.meanwhile.api.request;

import java.util.Set;
import org.meanwhile.job.lease.Worker;

/**
 * A worker asks for jobs.
 *
 * @param operations which ones it does; at least one
 * @param most how many jobs it takes
 */
public record LeaseRequest(Worker worker, Set<String> operations, int most) {}

package org.meanwhile.job;

/**
 * As much of a request as tells whether an earlier one was the same.
 *
 * @param id of the job that it makes, unless an earlier one made it
 */
public record RequestIdentity(JobId id, String caller, Idempotency idempotency) {}

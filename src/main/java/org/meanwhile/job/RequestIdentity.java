package org.meanwhile.job;

/**
 * The part of a request by which a repetition is recognised.
 *
 * @param id of the job that the request makes, unless it repeats an earlier one
 */
public record RequestIdentity(JobId id, String caller, Idempotency idempotency) {}

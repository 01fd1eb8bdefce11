package org.meanwhile.job;

import java.util.UUID;

/**
 * A node's right to run a job and to store its result: the fence. The lease is lost when the job is
 * released or claimed again; a write under a lost lease changes nothing.
 *
 * @param node the incarnation that claimed the job
 * @param claim how often the job has been claimed, this claim included
 */
public record Lease(JobId job, UUID node, long claim) {}

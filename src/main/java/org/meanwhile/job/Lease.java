package org.meanwhile.job;

import java.util.UUID;

/**
 * A node's right to run a job and to say how it ended: the fence. It is lost when the job is given
 * to somebody else, and every write under a lost lease changes nothing.
 *
 * @param node the incarnation that claimed it
 * @param claim how often the job has been claimed, this claim included
 */
public record Lease(JobId job, UUID node, long claim) {}

package org.meanwhile.job;

import java.util.UUID;

/**
 * A node's right to run a job and to store its result: the fence. The lease is lost when the job is
 * released or claimed again; a write under a lost lease changes nothing.
 *
 * @param node the incarnation that claimed the job
 * @param claim how often the job has been claimed, this claim included
 */
public record Lease(JobId job, UUID node, long claim) {

  /**
   * Owns the jobs that workers elsewhere run. Its entry among the nodes is always alive, so that
   * such a job outlives the node that has leased it, and no node rescues it.
   */
  public static final UUID WORKERS = UUID.fromString("6d65616e-7768-8c65-8000-776f726b6572");
}

/**
 * Leases of jobs to workers elsewhere: who holds which job until when, what it has staged, and how
 * it ends; and which workers were heard lately. May know {@code job}, its leaves {@code content},
 * {@code log} and {@code run}, {@code database} and {@code platform}.
 *
 * <p>The one decision worth knowing: a leased job is claimed like any other, by the entry of the
 * node table that never dies ({@link org.meanwhile.job.Lease#WORKERS}). So its fence is the one of
 * a node's run, and results, checkpoints, retries and crashes are stored by {@code job.run}. What
 * is here maps a secret to that fence, and lets it lapse.
 *
 * <p>A transaction locks the row of a lease before the row of its job, so that a renewal and the
 * end of a lease never hold for both.
 */
package org.meanwhile.job.lease;

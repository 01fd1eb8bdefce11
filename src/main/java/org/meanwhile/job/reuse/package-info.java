/**
 * Jobs that take the output of another one, or share its run, instead of a run of their own. May
 * know {@code job}, {@code job.delivery} and {@code database}.
 *
 * <p>The one decision worth knowing: a job that shares a run is a job of its own that no node ever
 * claims (it is held as a suspended one is). It is told about the run once a second, and it ends in
 * the transaction that ends the run, so that no moment is between the two in which the output could
 * be deleted. The run belongs to the row of the job that runs: its lease, its content and its log
 * have that id, so the row stays until the run has ended, even when its own caller has cancelled it
 * (the job has <em>left</em>, and its caller sees it canceled).
 *
 * <p>Locks are taken in the order slot of the key, job that runs, jobs that share its run.
 */
package org.meanwhile.job.reuse;

/**
 * The work of nodes: liveness, claims, progress, results, rescue. May know {@code job}, its leaves
 * {@code delivery}, {@code read} and {@code reuse}, {@code database} and {@code platform}.
 *
 * <p>The one decision worth knowing: a node owns a job by a lease (its incarnation and the number
 * of the claim), and each write of a run is guarded by it. A node that was taken for dead may still
 * be running; its writes change nothing.
 *
 * <p>Results that come at the same time share a statement.
 */
package org.meanwhile.job.run;

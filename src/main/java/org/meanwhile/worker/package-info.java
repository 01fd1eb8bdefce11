/**
 * Gives jobs to workers elsewhere, and takes their results. May know {@code job} with the leaves
 * that it needs, the catalogue, a caller's share ({@code security}), {@code platform}, and how the
 * database fails; knows nothing of HTTP.
 *
 * <p>The way of a lease: {@link org.meanwhile.worker.WorkerClaimer} claims jobs for all workers
 * that wait on this node, within the {@link org.meanwhile.worker.WorkerBudget} of each operation;
 * {@link org.meanwhile.worker.WorkerRuns} renews and ends leases at the requests of their workers;
 * a sweep ends those that are over. {@link org.meanwhile.worker.WorkerPresence} tells people who
 * asks; no lease depends on it.
 *
 * <p>The one decision worth knowing: nothing of a lease is kept on this node. Any node may renew or
 * end it, and a node that dies takes no leased job with it.
 */
package org.meanwhile.worker;

/**
 * The tools of the cluster tests: nodes, database and network that can be broken, clients that
 * expect faults, and the evidence.
 *
 * <p>The evidence is kept outside the database: the {@link org.meanwhile.cluster.support.Ledger}
 * holds what clients were told, and the {@link org.meanwhile.cluster.support.RunLog} what runs did.
 * The {@link org.meanwhile.cluster.support.Checker} compares the two; it has a test of its own.
 */
package org.meanwhile.cluster.support;

/**
 * Several nodes over one PostgreSQL, as real processes that are killed, paused, stopped and cut
 * off.
 *
 * <p>What holds is decided afterwards, from evidence that is kept outside the database: the {@link
 * org.meanwhile.cluster.Ledger} of what clients were told, and the {@link
 * org.meanwhile.cluster.RunLog} of what runs did. The {@link org.meanwhile.cluster.Checker}
 * compares the two; it has a test of its own.
 */
package org.meanwhile.cluster;

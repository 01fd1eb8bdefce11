/**
 * Tests of several nodes over one PostgreSQL, as real processes that are killed, paused, stopped
 * and cut off. Their tools are in {@link org.meanwhile.cluster.support}.
 */
package org.meanwhile.cluster;

/**
 * The benchmark: measures the built WAR against other job libraries and against the limits of the
 * machine. Run by {@code mvn -Pbench verify}, never by the tests.
 *
 * <p>It starts one PostgreSQL for all contenders, and each contender as a process of its own, with
 * the same heap, the same settings of the database and the same warm-up. Values that are compared
 * are measured in turns, so that a slow minute of the machine hits all of them. Only {@link
 * org.meanwhile.bench.server.JobTable} knows the tables of the WAR.
 */
package org.meanwhile.bench;

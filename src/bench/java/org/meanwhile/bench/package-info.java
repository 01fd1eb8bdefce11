/**
 * Measures the built WAR beside its peers: other job libraries, and the machine's own limits.
 *
 * <p>Run by {@code mvn -Pbench verify}, never by the tests. It starts a PostgreSQL, one for all,
 * and each contender as a process of its own with the same heap, the same database settings and the
 * same warm-up; what is compared is measured in turns, so that a slow minute of the machine hits
 * all. Nothing but this package's own {@code server} room knows Meanwhile's tables.
 */
package org.meanwhile.bench;

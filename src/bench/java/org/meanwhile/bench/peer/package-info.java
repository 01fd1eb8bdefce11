/**
 * The job libraries that the WAR is compared with. Each runs in a process of its own, configured
 * for speed on PostgreSQL as its documentation recommends, and is controlled by lines on its
 * standard input.
 */
package org.meanwhile.bench.peer;

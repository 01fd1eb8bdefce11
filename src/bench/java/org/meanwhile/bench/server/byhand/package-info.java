/**
 * What a team would write by hand for jobs: a JAX-RS resource over a stateless EJB and JPA. It runs
 * in a WAR of its own on the node's server, as a peer of polls and submits. It does nothing else:
 * no callers, no limits, no conditional requests, and nothing runs its jobs.
 */
package org.meanwhile.bench.server.byhand;

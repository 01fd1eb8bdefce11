/**
 * HTTP, and nothing but: resources translate requests into calls of {@code job}'s stateless EJBs,
 * and what these answer into status documents, redirects and problems. No decision about a job's
 * life is made here.
 *
 * <p>JSON is read and written by Jackson rather than by JSON-B: it refuses duplicate members, deep
 * nesting and trailing text, and tells where in a document a fault is. {@link
 * org.meanwhile.api.problem.Json} is its only user.
 *
 * <p>Every error leaves as {@code application/problem+json} (RFC 9457): those of resources through
 * {@link org.meanwhile.api.problem.ProblemMapper}, those of the container through {@link
 * org.meanwhile.api.gate.ContainerErrors}.
 *
 * <p>Nothing here waits with a thread. An answer that may be held ({@link
 * org.meanwhile.api.wait.LongPolls}) is a {@code CompletionStage}; one that is there already is
 * given back by itself, for JAX-RS suspends a request for any stage: a poll took an eighth less
 * processor time without that. So these methods are declared to return an {@code Object}. Jersey
 * looks at what it is; an implementation that goes by the declaration alone would need two methods
 * for each. A stream of events ({@link org.meanwhile.api.wait.EventStream}) passes through a
 * resource's method as any request does, so that every check and error is the same, and is then
 * written over the servlet's output, which takes bytes only when there is room for them; JAX-RS's
 * own event sink would wait for a slow client with one of our threads. What they wait for is
 * followed by the room {@code follow}.
 *
 * <p>Two weaknesses are written down. A client that goes away while its answer is held is noticed
 * only when the answer is sent, a minute later at most, and counts against its limits until then.
 * And when the reader of a stream is given up, nothing more is made for it, but an application
 * cannot break a connection: Payara keeps it, with what was written before, for as long as the
 * other end neither reads nor goes away. That is at most 256 KiB in the heap with the write buffer
 * that {@code payara-config/pre-boot.txt} sets, and 10 MB without.
 */
package org.meanwhile.api;

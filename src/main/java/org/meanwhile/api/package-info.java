/**
 * HTTP, and nothing but: resources translate requests into calls of {@code job}'s stateless EJBs,
 * and what these answer into status documents, redirects and problems. No decision about a job's
 * life is made here.
 *
 * <p>JSON is read and written by Jackson rather than by JSON-B: it refuses duplicate members, deep
 * nesting and trailing text, and tells where in a document a fault is. {@link
 * org.meanwhile.api.Json} is its only user.
 *
 * <p>Every error leaves as {@code application/problem+json} (RFC 9457): those of resources through
 * {@link org.meanwhile.api.Problems}, those of the container through {@link
 * org.meanwhile.api.ContainerErrors}.
 *
 * <p>Nothing here waits with a thread. An answer that may be held ({@link org.meanwhile.api.Waits})
 * is a {@code CompletionStage}: one that is there already is sent by the request's own thread as
 * ever, and only a wait suspends its request. A stream of events ({@link
 * org.meanwhile.api.EventStream}) passes through a resource's method as any request does, so that
 * every check and error is the same, and is then written over the servlet's output, which takes
 * bytes only when there is room for them; JAX-RS's own event sink would wait for a slow client with
 * one of our threads. What they wait for is followed by the room {@code follow}.
 *
 * <p>One weakness is written down: a client that goes away while its answer is held is noticed only
 * when the answer is sent, a minute later at most, and counts against its limits until then.
 */
package org.meanwhile.api;

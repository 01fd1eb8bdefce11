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
 */
package org.meanwhile.api;

/**
 * Fields and values of HTTP as RFCs define them: {@code Accept}, {@code Range}, {@code Prefer},
 * {@code Forwarded}, {@code Idempotency-Key}, conditions, file names; and the framing of multipart
 * forms.
 *
 * <p>Knows no JAX-RS, no servlet and no job: a field arrives as a string or as the list of its
 * lines, so that each reader is tested in milliseconds. What a client must mend is thrown as a
 * {@link org.meanwhile.api.problem.Problem}; what an RFC tells to ignore is ignored.
 */
package org.meanwhile.api.http;

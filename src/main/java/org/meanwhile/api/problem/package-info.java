/**
 * Errors as problem documents (RFC 9457).
 *
 * <p>The lowest leaf of {@code api}: every other one throws a {@link
 * org.meanwhile.api.problem.Problem}. Exceptions of {@code job} and of the database become problems
 * in one place, {@link org.meanwhile.api.problem.ProblemResponses}; what the container finds wrong
 * by itself is written by {@code gate}, with the same documents.
 */
package org.meanwhile.api.problem;

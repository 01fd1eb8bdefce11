/**
 * Responses: what resources send back for a job or its output, and the filters that add header
 * fields to responses.
 *
 * <p>Knows {@code problem}, {@code json}, {@code http} and {@code request}. The table of statuses
 * that pollers rely on is in {@link org.meanwhile.api.answer.JobResponses}, so that a poll, a held
 * poll and a stream of events never disagree.
 */
package org.meanwhile.api.answer;

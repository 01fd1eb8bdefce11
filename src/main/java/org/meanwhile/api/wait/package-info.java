/**
 * Responses that wait: polls and lists that are held for {@code Prefer: wait}, and streams of
 * events.
 *
 * <p>No thread waits here. A held response is a {@code CompletionStage} that the room {@code watch}
 * completes when the job or the list changes; a stream of events is written over the servlet's
 * output, which takes bytes only when the client has room for them.
 *
 * <p>Both outlive their request, so both end when the token of the request does.
 *
 * <p>Weakness: a client that disconnects while its response is held is noticed only when the
 * response is sent, a minute later at most, and counts against its limits until then.
 */
package org.meanwhile.api.wait;

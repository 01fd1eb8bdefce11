/**
 * The resources, and nothing else: each translates a request into calls of {@code job} and makes a
 * response of what these return. No decision about a job's life is made here.
 *
 * <p>The leaves, each of which knows only those before it: {@code problem} (errors), {@code json},
 * {@code http} (fields of RFCs), {@code request} (reading), {@code answer} (responding), {@code
 * wait} (held responses and streams of events). Beside them, {@code gate} has the steps that every
 * request passes before, and {@code page} the static pages.
 *
 * <p>JAX-RS costs more than a poll does, so {@link org.meanwhile.api.PollStep} and {@link
 * org.meanwhile.api.SubmitStep} answer the plain forms of the most frequent requests before it.
 * They translate a servlet request as the resources translate a JAX-RS one, into the same calls.
 *
 * <p>Methods of beans that every request calls are public, here and in the rooms below: Weld calls
 * other methods of a proxied bean by reflection.
 *
 * <p>Resources are singletons, and no thread of a request waits for a job: see {@link
 * org.meanwhile.api.wait.LongPolls} for why some methods return an {@code Object}. Every error
 * leaves as {@code application/problem+json} (RFC 9457).
 */
package org.meanwhile.api;

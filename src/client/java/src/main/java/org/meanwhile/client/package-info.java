/**
 * A client of Meanwhile, a server for long-running operations over HTTP, and a loop for its
 * workers.
 *
 * <p>{@link org.meanwhile.client.Client} has work done, {@link org.meanwhile.client.Worker} does
 * it, {@link org.meanwhile.client.Webhook} checks callbacks. Nothing but the JDK is used. Documents
 * are maps, lists, texts and numbers; a library for JSON comes in by {@link
 * org.meanwhile.client.Json.Raw}.
 *
 * <p>Blocking methods throw {@link java.io.IOException} when the server cannot be reached for
 * longer than {@link org.meanwhile.client.Retry} allows, and its subclass {@link
 * org.meanwhile.client.Problem} when the server refuses. They can be interrupted.
 */
package org.meanwhile.client;

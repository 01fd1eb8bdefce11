/**
 * Delivers callbacks: tells a receiver at least once, by a signed message, that a job has ended.
 * Knows deliveries of {@code job}, the representation of a job, where this server may send to, and
 * a caller's share ({@code security}).
 *
 * <p>The way of a delivery: the transaction that ends the job stores it, so no crash loses one;
 * {@link org.meanwhile.callback.DeliveryDispatcher} claims it when it is due; {@link
 * org.meanwhile.callback.DeliveryAttempt} makes the {@link org.meanwhile.callback.CloudEvent},
 * signs it and posts it with {@link org.meanwhile.callback.WebhookClient}; {@link
 * org.meanwhile.callback.RetrySchedule} decides what follows.
 *
 * <p>Callers take turns, and {@link org.meanwhile.callback.AttemptsInProgress} keeps places for the
 * next one: receivers that do not answer hold up their own caller's deliveries only.
 *
 * <p>The one decision worth knowing: a receiver is chosen by a caller, so it is an adversary. Only
 * {@link org.meanwhile.callback.PinnedConnection} gives the client addresses and sockets, and these
 * lead to checked addresses or nowhere.
 */
@NullMarked
package org.meanwhile.callback;

import org.jspecify.annotations.NullMarked;

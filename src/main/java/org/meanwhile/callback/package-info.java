/**
 * Deliveries of callbacks: who wants to be told that a job has ended is told, at least once, by a
 * message that it can trust.
 *
 * <p>A job's end stores its delivery in the same transaction ({@code job.Deliveries}), so no crash
 * loses one. {@link org.meanwhile.callback.DeliveryDispatcher}, one thread, claims what is due;
 * each claimed delivery is tried by a {@link org.meanwhile.callback.DeliveryAttempt} on a thread of
 * its own: it makes the message ({@link org.meanwhile.callback.CloudEvent}), signs it ({@link
 * org.meanwhile.callback.WebhookSignature}), posts it ({@link
 * org.meanwhile.callback.WebhookClient}) and writes down what came of it ({@link
 * org.meanwhile.callback.RetrySchedule}). No transaction is open meanwhile.
 *
 * <p>A claim is a time: it moves the moment at which the delivery is due ahead by three times what
 * a try may take, and some. Nobody has to notice a crash, for what it interrupted is due again by
 * itself; and a courier that is slow to begin gives back rather than send beside its successor.
 * What remains is a process that is paused in the middle of a try: the receiver then gets the
 * message twice, with the same {@code webhook-id}, and only the later try's result counts.
 *
 * <p>Threads wait for receivers, rather than a reactor: names are looked up by a call that blocks
 * in any case, and what bounds a node is fairness. So each receiver may hold a few of the senders,
 * and one that is full is passed over when more is claimed. The weakness of that: each claim walks
 * past all that is due for receivers that are full.
 *
 * <p>A receiver is chosen by a caller, so it is an adversary. The name is looked up once for each
 * try; all its addresses are checked ({@code receiver.Guard}); {@link
 * org.meanwhile.callback.PinnedConnection} is the only source of addresses and of sockets for the
 * client, and its sockets connect to a checked address or not at all. So neither a second lookup,
 * nor a proxy, nor a redirect leads elsewhere. One clock bounds a try as a whole: at its end the
 * socket is closed under whatever is still waiting, which no timeout of a single read could do.
 * Each try has a client of its own: nothing is shared between receivers, not a cookie, a connection
 * or a credential.
 *
 * <p>The body is made before the first try and kept: each try sends the same bytes, whatever
 * becomes of the job's output meanwhile.
 */
package org.meanwhile.callback;

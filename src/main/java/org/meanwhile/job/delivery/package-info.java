/**
 * The outbox of callback deliveries: stored with the end of a job, claimed by one node at a time,
 * retried, logged. May know {@code job}, {@code database} and {@code platform}.
 *
 * <p>The one decision worth knowing: a delivery is inserted by the transaction that ends its job,
 * so there is no end without its delivery and no delivery without the end.
 *
 * <p>The secrets of a callback go when its job expires, or with the last attempt when that is
 * later: until then the delivery may be repeated, and must be signed. What cannot be signed is not
 * sent.
 */
package org.meanwhile.job.delivery;

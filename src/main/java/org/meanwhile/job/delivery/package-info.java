/**
 * The outbox of callback deliveries: stored with the end of a job, claimed by one node at a time,
 * retried, logged. May know {@code job}, {@code database} and {@code platform}.
 *
 * <p>The one decision worth knowing: a delivery is inserted by the transaction that ends its job,
 * so there is no end without its delivery and no delivery without the end.
 */
package org.meanwhile.job.delivery;

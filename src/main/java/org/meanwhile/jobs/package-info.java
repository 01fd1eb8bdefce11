/**
 * Jobs from Java, for code in the same application: what a team sees that submits slow work from
 * its own resources, beans and timers. May know {@code job}, of which it shows ids and statuses.
 *
 * <p>The one decision worth knowing: {@link org.meanwhile.jobs.Jobs} joins the caller's
 * transaction. A job that announces what was never committed, and an order without its job, are
 * both worse than a transaction that takes a millisecond more.
 */
package org.meanwhile.jobs;

/**
 * When a job may start and end. May know {@code job}, {@code job.read}, {@code database} and {@code
 * platform}.
 *
 * <p>The one decision worth knowing: an estimate carries how far off it may be ({@link
 * org.meanwhile.job.estimate.TimeLeft}), and one that would mislead is not told. All but {@link
 * org.meanwhile.job.estimate.QueueEstimates} is arithmetic without a clock or a database, so that
 * it can be compared with what then happened in milliseconds.
 */
package org.meanwhile.job.estimate;

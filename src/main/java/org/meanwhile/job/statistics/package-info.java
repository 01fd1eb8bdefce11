/**
 * Metrics, counters, figures over time, and the overview. May know {@code job}, {@code database}
 * and {@code platform}.
 *
 * <p>The one decision worth knowing: what people look at is counted as it happens, not computed
 * from the jobs, so an overview costs the same over a million ended jobs as over none. Times are
 * counted in fixed buckets, which add up over nodes, minutes and hours, as quantiles do not.
 */
package org.meanwhile.job.statistics;

/**
 * Operations whose jobs wait because an operator says so. May know {@code database}.
 *
 * <p>The one decision worth knowing: no job is touched. A node leaves the paused operations out of
 * those that it claims for, so a pause and its end cost one row, however many jobs wait.
 */
package org.meanwhile.job.pause;

/** Counters, metrics and the overview, kept as things happen. */
package org.meanwhile.job.statistics;

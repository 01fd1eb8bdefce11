/**
 * The jobs that a job acts on: which ones, and what became of each, so that a run that goes on
 * after a crash neither forgets nor doubles any. May know {@code job} and {@code database}.
 *
 * <p>The one decision worth knowing: the jobs are selected once, before anything is done to one of
 * them. Acting changes what a filter finds, so a run that searched again after a crash would miss
 * what was done.
 */
package org.meanwhile.job.bulk;

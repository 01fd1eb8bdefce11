/**
 * What callers change in their jobs: cancelling, removing, deleting an output; and parts of a job,
 * such as its priority, or whether it is suspended ({@link org.meanwhile.job.change.JobEdits}). May
 * know {@code job}, its leaves {@code content} and {@code delivery} for their statements, {@code
 * database} and {@code platform}.
 *
 * <p>The one decision worth knowing: this leaf alone calls the mutators of {@code Job} and {@code
 * Output}, under a row lock and in the container's transaction. Nodes never change a job through
 * its entity.
 */
package org.meanwhile.job.change;

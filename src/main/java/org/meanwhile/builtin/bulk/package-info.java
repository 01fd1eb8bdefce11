/**
 * The operation {@code bulk}: cancels, runs again, suspends, resumes, or deletes the output of all
 * jobs that a filter finds. {@link org.meanwhile.builtin.bulk.Bulk} is the operation, {@link
 * org.meanwhile.builtin.bulk.BulkActions} what it does to one job.
 *
 * <p>Unlike all other operations this one acts on jobs, so it may know {@code job} and the leaves
 * of it that find and change jobs, {@code database} to wait while that is away, and {@code
 * security} for the rights of its caller: it sees and changes what its caller might see and change
 * when the job was created. The server stored the caller's groups with the job then; nothing of the
 * input decides.
 *
 * <p>The one decision worth knowing: it first stores which jobs the filter finds, and then acts on
 * one after the other, each in a transaction of its own. A run after a crash goes on where the
 * outcomes end. What was done and not noted yet is done again, which changes nothing: cancelling,
 * suspending and deleting twice is as once, and the id of a new job follows from those of the bulk
 * job and of the old one.
 */
@NullMarked
package org.meanwhile.builtin.bulk;

import org.jspecify.annotations.NullMarked;

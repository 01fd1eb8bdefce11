/**
 * Reading jobs: polls, changes since a version, lists, counts and failures by cause. May know
 * {@code job}, {@code notation}, {@code database} and {@code platform}.
 *
 * <p>The one decision worth knowing: polls that come at the same time share a statement, and may be
 * read from a replica; {@link org.meanwhile.job.read.PollReader} says when the replica is believed.
 * Everything else is read from the primary. What a poll has read of an ended job is kept until the
 * job changes: {@code SharedReads} says when it may be used, {@code EndedJobChanges} how a node
 * learns of changes that others make.
 *
 * <p>A filter has one grammar, {@link org.meanwhile.job.read.FilterReader}, for the parameters of a
 * list and for the input of what acts on all jobs of a filter. {@link
 * org.meanwhile.job.read.JobSearch} decides by which index it is answered.
 */
package org.meanwhile.job.read;

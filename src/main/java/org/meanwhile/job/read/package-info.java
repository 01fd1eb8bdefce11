/**
 * Reading jobs: polls, changes since a version, lists. May know {@code job}, {@code database} and
 * {@code platform}.
 *
 * <p>The one decision worth knowing: polls that come at the same time share a statement, and may be
 * read from a replica; {@link org.meanwhile.job.read.PollReader} says when the replica is believed.
 * Everything else is read from the primary.
 */
package org.meanwhile.job.read;

/**
 * Groups: jobs that consist of other jobs, their members. May know {@code job}, {@code
 * job.delivery}, {@code job.reuse} and {@code database}.
 *
 * <p>A group is a job that is held as a suspended one is, so that no node claims it while its
 * members go on. It is RUNNING without an owner as soon as a member has started. When the last
 * member has ended it is let go, as any job that is due: the run that a node then makes of it
 * writes the output, with the lease, the retries and the fences of any run. So its end happens
 * once, on any number of nodes.
 *
 * <p>The one decision worth knowing: what ends a member writes nothing for its group, neither a row
 * that all ends would queue up for nor a row of its own. A look at the group counts its members by
 * their places, from the first one that had not ended at the look before: those in front of it have
 * ended for good and are never counted again. So whatever ends a member, a node of another version
 * too, it is counted, and over the life of a group each member is passed a few times. A look rests
 * for many times as long as it took.
 */
package org.meanwhile.job.group;

/**
 * Claims jobs for this node, runs them, and stores their results. Knows {@code job}, {@code
 * operation} with its catalogue, {@code platform}, a caller's share ({@code security}), and how the
 * database fails; knows nothing of HTTP.
 *
 * <p>The way of a job: {@link org.meanwhile.work.Claimer} claims it within the {@link
 * org.meanwhile.work.ClaimBudgets} and {@link org.meanwhile.platform.FairShares} of its caller;
 * {@link org.meanwhile.work.JobExecutor} gives the {@link org.meanwhile.work.Run} a slot; the
 * operation sees a {@link org.meanwhile.work.RunTask}; {@link org.meanwhile.work.JobCompleter}
 * stores the result. {@link org.meanwhile.work.RunSupervisor} enforces time limits, {@link
 * org.meanwhile.work.Heartbeat} keeps the node alive and has the jobs of dead nodes rescued ({@code
 * job.run.JobRescuer}).
 *
 * <p>It claims nothing of the operations that {@code job.pause} names, and nothing at all while its
 * node drains.
 *
 * <p>The one decision worth knowing: a run's thread is interrupted only while the operation's own
 * code runs. While the run uses the database, {@link org.meanwhile.work.InterruptShield} defers the
 * interrupt, because an interrupted thread closes the connection that it is using.
 */
package org.meanwhile.work;
